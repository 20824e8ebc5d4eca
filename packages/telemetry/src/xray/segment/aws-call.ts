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
  const operation = cut(attributes['aws.operation'] ?? (isCall ? rpcOperation(attributes) : undefined));
  const accountId = toAccountId(attributes['aws.account_id']);
  const region = cut(attributes['aws.region'] ?? (isCall ? attributes['cloud.region'] : undefined));
  const requestId = cut(
    attributes['aws.request_id'] ?? attributes['aws.request.id'] ?? attributes['aws.requestId'],
  );
  const queueUrl = toQueueUrl(attributes);
  const tableNames = toTableNames(attributes);
  const tableName = tableNames === undefined ? toTableName(attributes) : undefined;
  return operation === undefined &&
    accountId === undefined &&
    region === undefined &&
    requestId === undefined &&
    queueUrl === undefined &&
    tableName === undefined &&
    tableNames === undefined
    ? undefined
    : {
        operation,
        account_id: accountId,
        region,
        request_id: requestId,
        queue_url: queueUrl,
        table_name: tableName,
        table_names: tableNames,
      };
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

function toQueueUrl(attributes: Attributes): string | undefined {
  return cut(
    attributes['messaging.url'] ??
      attributes['aws.sqs.queue.url'] ??
      attributes['aws.queue_url'] ??
      attributes['aws.queue.url'],
    maxUrlLength,
  );
}

/** Where there are several. */
function toTableNames(attributes: Attributes): readonly string[] | undefined {
  const listed = attributes['aws.dynamodb.table_names'];
  if (!Array.isArray(listed)) return undefined;
  const names: string[] = [];
  for (const name of listed) if (typeof name === 'string') names.push(cutText(name, maxTextLength));
  return names.length < 2 ? undefined : names;
}

function toTableName(attributes: Attributes): string | undefined {
  const listed = attributes['aws.dynamodb.table_names'];
  const only = Array.isArray(listed) ? listed.find((name) => typeof name === 'string') : undefined;
  return cut(only ?? attributes['aws.table_name'] ?? attributes['aws.table.name']);
}

function cut(value: AttributeValue | undefined, maxLength: number = maxTextLength): string | undefined {
  const text = toText(value);
  return text === undefined ? undefined : cutText(text, maxLength);
}
