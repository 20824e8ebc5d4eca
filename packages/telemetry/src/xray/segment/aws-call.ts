import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { cutText } from './cut-text.ts';
import { isAwsApi } from './remote-name.ts';
import { maxTextLength, type AwsCall } from './segment-document.ts';
import { toText } from './to-text.ts';

/** ARNs and URLs of AWS are longer than other texts. */
const maxUrlLength = 2048;

/** The `aws` block of a call: what was asked of which resource, by the names of all generations of instrumentations. */
export function toAwsCall(attributes: Attributes): AwsCall | undefined {
  const isCall = isAwsApi(attributes);
  const queueUrl =
    toText(attributes['messaging.url']) ??
    toText(attributes['aws.sqs.queue.url']) ??
    toText(attributes['aws.queue_url']) ??
    toText(attributes['aws.queue.url']);
  const call: AwsCall = {
    operation: cut(attributes['aws.operation'] ?? (isCall ? rpcOperation(attributes) : undefined)),
    account_id: toAccountId(attributes['aws.account_id']),
    region: cut(attributes['aws.region'] ?? (isCall ? attributes['cloud.region'] : undefined)),
    request_id: cut(
      attributes['aws.request_id'] ?? attributes['aws.request.id'] ?? attributes['aws.requestId'],
    ),
    queue_url: queueUrl === undefined ? undefined : cutText(queueUrl, maxUrlLength),
    ...toTables(attributes),
  };
  return Object.values(call).some((value) => value !== undefined) ? call : undefined;
}

/** X-Ray takes 12 digits and nothing else. */
export function toAccountId(value: AttributeValue | undefined): string | undefined {
  return typeof value === 'string' && /^\d{12}$/.test(value) ? value : undefined;
}

/** `PutObject`, of newer conventions' `S3/PutObject` as well. */
function rpcOperation(attributes: Attributes): string | undefined {
  const method = toText(attributes['rpc.method']);
  return method?.slice(method.lastIndexOf('/') + 1);
}

/** One table, or several. */
function toTables(attributes: Attributes): Pick<AwsCall, 'table_name' | 'table_names'> {
  const listed = attributes['aws.dynamodb.table_names'];
  const names: string[] = [];
  if (Array.isArray(listed)) {
    for (const name of listed) if (typeof name === 'string' && name !== '') names.push(name);
  }
  if (names.length > 1) {
    return { table_name: undefined, table_names: names.map((name) => cutText(name, maxTextLength)) };
  }
  const [only = attributes['aws.table_name'] ?? attributes['aws.table.name']] = names;
  return { table_name: cut(only), table_names: undefined };
}

function cut(value: AttributeValue | undefined): string | undefined {
  const text = toText(value);
  return text === undefined ? undefined : cutText(text, maxTextLength);
}
