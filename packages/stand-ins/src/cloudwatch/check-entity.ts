import { isRecord } from '../is-record.ts';
import type { Entity } from './types.ts';

const allowedKeys: ReadonlySet<string> = new Set([
  'Type',
  'ResourceType',
  'Identifier',
  'Name',
  'Environment',
]);
/** What identifies an entity of each type. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/adding-your-own-related-telemetry.html */
const requiredKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['Service', ['Name', 'Environment']],
  ['Resource', ['ResourceType', 'Identifier']],
  ['AWS::Resource', ['ResourceType', 'Identifier']],
  ['RemoteService', ['Name']],
  ['AWS::Service', ['Name']],
]);
const maxAttributes = 10;
const maxKeyValueLength = 512;
const maxAttributeKeyLength = 256;
const maxAttributeValueLength = 512;

export interface EntityJudgement {
  readonly entity?: Entity;
  /** EntityRejectionErrorType of the API. The events are taken all the same. */
  readonly errorType?: string;
}

/** Whether CloudWatch would take the entity. */
export function checkEntity(value: unknown): EntityJudgement {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) return { errorType: 'InvalidEntity' };
  const keyAttributes = toStringMap(value['keyAttributes'] ?? {});
  const attributes = toStringMap(value['attributes'] ?? {});
  if (keyAttributes === undefined) return { errorType: 'InvalidKeyAttributes' };
  if (attributes === undefined) return { errorType: 'InvalidAttributes' };
  const errorType = checkKeyAttributes(keyAttributes) ?? checkAttributes(attributes);
  return errorType === undefined ? { entity: { keyAttributes, attributes } } : { errorType };
}

function checkKeyAttributes(keyAttributes: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(keyAttributes);
  if (entries.some(([key, text]) => !allowedKeys.has(key) || text === '')) return 'InvalidKeyAttributes';
  if (entries.some(([, text]) => text.length > maxKeyValueLength)) return 'EntitySizeTooLarge';
  const type = keyAttributes['Type'];
  if (type === undefined) return 'MissingRequiredFields';
  const required = requiredKeys.get(type);
  if (required === undefined) return 'InvalidTypeValue';
  return required.every((key) => keyAttributes[key] !== undefined) ? undefined : 'MissingRequiredFields';
}

function checkAttributes(attributes: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(attributes);
  if (entries.length > maxAttributes) return 'InvalidAttributes';
  if (entries.some(([key]) => key === '' || key.length > maxAttributeKeyLength)) return 'InvalidAttributes';
  return entries.some(([, text]) => text.length > maxAttributeValueLength) ? 'EntitySizeTooLarge' : undefined;
}

function toStringMap(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text]] : [],
  );
  return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : undefined;
}
