import type { Attributes } from '@opentelemetry/api';
import type { MetadataValue, SegmentDocument } from './segment-document.ts';
import { isShown } from './shown-attributes.ts';
import { toAnnotationKey } from './annotations.ts';

export type MutableValues = Record<string, MetadataValue>;
export type MutableMetadata = Record<string, MutableValues | undefined>;

const namespacePrefix = 'aws.xray.metadata.';
/** Names that a span cannot take: they are written by the encoder. */
const ownNamespaces: ReadonlySet<string> = new Set(['otel', 'resource', 'cruddur', '__proto__']);

/**
 * Adds to a document's metadata every attribute that it does not show elsewhere: in `default` under its own key, but
 * the JSON object of an `aws.xray.metadata.<namespace>` as that namespace.
 */
export function addAttributes(
  metadata: MutableMetadata,
  document: SegmentDocument,
  attributes: Attributes,
): void {
  const { annotations } = document;
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined || value === null || isShown(document, key, value)) continue;
    if (key.startsWith('aws.xray.')) {
      if (isAnnotationList(key, value) || addNamespace(metadata, key, value)) continue;
    } else if (annotations !== undefined && isAnnotated(annotations, key, value)) continue;
    setValue((metadata['default'] ??= {}), key, toMetadataValue(value));
  }
}

function isAnnotated(
  annotations: NonNullable<SegmentDocument['annotations']>,
  key: string,
  value: unknown,
): boolean {
  return annotations[toAnnotationKey(key)] === value;
}

/** An instruction of the span to us; it says nothing that the annotations do not say. */
function isAnnotationList(key: string, value: unknown): boolean {
  return key === 'aws.xray.annotations' && Array.isArray(value);
}

function addNamespace(metadata: MutableMetadata, key: string, value: unknown): boolean {
  if (typeof value !== 'string' || !key.startsWith(namespacePrefix)) return false;
  const namespace = withoutReserved(key.slice(namespacePrefix.length));
  if (namespace === '' || ownNamespaces.has(namespace)) return false;
  const values = parseObject(value);
  if (values === undefined) return false;
  // What every object inherits (`constructor`) is no namespace, and not ours to write to.
  const known = Object.hasOwn(metadata, namespace) ? metadata[namespace] : undefined;
  const target = known ?? (metadata[namespace] = {});
  for (const [name, item] of Object.entries(values)) setValue(target, name, item);
  return true;
}

function parseObject(text: string): Readonly<Record<string, MetadataValue>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // safe: what JSON.parse gives for an object has no other values
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, MetadataValue>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Attributes as metadata, for the places that X-Ray has no fields for. */
export function toMetadataValues(attributes: Attributes): MutableValues {
  const values: MutableValues = {};
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined && value !== null) setValue(values, key, toMetadataValue(value));
  }
  return values;
}

function setValue(values: MutableValues, key: string, value: MetadataValue): void {
  if (key === '__proto__') {
    Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
  } else values[withoutReserved(key)] = value;
}

/** X-Ray keeps keys that begin with `AWS.` for itself. */
function withoutReserved(key: string): string {
  return key.startsWith('AWS.') ? `AWS_${key.slice('AWS.'.length)}` : key;
}

/** JSON knows no NaN and no infinity, and strangers' attributes are not always what their types say. */
function toMetadataValue(value: unknown): MetadataValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toMetadataValue);
  return typeof value === 'bigint' ? String(value) : null;
}
