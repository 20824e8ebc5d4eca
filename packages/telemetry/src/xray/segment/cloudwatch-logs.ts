import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { cutText } from './cut-text.ts';

export interface CloudWatchLogGroup {
  readonly log_group: string;
  readonly arn?: string;
}

const maxGroups = 10;
const maxNameLength = 512;
const maxArnLength = 2048;

/**
 * The log groups that a trace's lines are in, for the link from the trace to its logs: `aws.log.group.arns` before
 * `aws.log.group.names` before those configured. Lists come as lists or joined with `&`.
 */
export function toLogGroups(
  resource: Attributes,
  configured: readonly string[],
): readonly CloudWatchLogGroup[] | undefined {
  const arns = toList(resource['aws.log.group.arns']);
  const names = toList(resource['aws.log.group.names']);
  const groups =
    arns.length > 0
      ? arns.flatMap(fromArn)
      : (names.length > 0 ? names : configured).map((name) => ({ log_group: cutText(name, maxNameLength) }));
  return groups.length === 0 ? undefined : groups.slice(0, maxGroups);
}

/** `arn:aws:logs:region:account:log-group:NAME`, often with `:*` behind. */
function fromArn(arn: string): readonly CloudWatchLogGroup[] {
  const name = arn.split(':')[6];
  if (name === undefined || name === '' || arn.length > maxArnLength) return [];
  return [{ log_group: cutText(name, maxNameLength), arn }];
}

function toList(value: AttributeValue | undefined): readonly string[] {
  const texts = typeof value === 'string' ? value.split('&') : Array.isArray(value) ? value : [];
  const list: string[] = [];
  for (const text of texts) if (typeof text === 'string' && text !== '') list.push(text);
  return list;
}
