import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { AnnotationValue, Annotations } from './segment-document.ts';

/** X-Ray's limits: annotations of a document (in fact of a trace), length of a key and of a value. */
const maxAnnotations = 50;
const maxKeyLength = 500;
const maxValueLength = 1000;
const resourcePrefix = 'otel.resource.';

/** Chooses what of a span can be searched for. */
export interface Annotator {
  /** `isSegment` adds those of the resource. Undefined when there are none. */
  readonly annotate: (attributes: Attributes, isSegment: boolean) => Annotations | undefined;
}

/**
 * `indexed` has the attributes' keys, or is `all` for every one that X-Ray can index; `otel.resource.<key>` is one of
 * the resource's, on segments. A span can name more of its own in `aws.xray.annotations`. What cannot be an annotation
 * (a list, a long text, one too many) is left to the metadata.
 */
export function createAnnotator(resource: Attributes, indexed: readonly string[] | 'all'): Annotator {
  const listed = indexed === 'all' ? [] : indexed.filter((key) => !key.startsWith(resourcePrefix));
  const names = new Map(listed.map((key) => [key, toAnnotationKey(key)]));
  const ofResource = resourceAnnotations(resource, indexed === 'all' ? [] : indexed);
  return {
    annotate: (attributes, isSegment) => {
      const annotations: MutableAnnotations = isSegment ? { ...ofResource } : {};
      let count = isSegment ? Object.keys(ofResource).length : 0;
      const add = (key: string, name: string): void => {
        const value = attributes[key];
        if (count >= maxAnnotations || !isAnnotationValue(value) || Object.hasOwn(annotations, name)) return;
        annotations[name] = value;
        count += 1;
      };
      if (indexed === 'all') for (const key in attributes) add(key, toAnnotationKey(key));
      else for (const [key, name] of names) add(key, name);
      const chosen = attributes['aws.xray.annotations'];
      if (Array.isArray(chosen)) {
        for (const key of chosen) if (typeof key === 'string') add(key, toAnnotationKey(key));
      }
      return count === 0 ? undefined : annotations;
    },
  };
}

type MutableAnnotations = Record<string, AnnotationValue>;

function resourceAnnotations(resource: Attributes, indexed: readonly string[]): Annotations {
  const annotations: MutableAnnotations = {};
  for (const key of indexed) {
    const value = key.startsWith(resourcePrefix) ? resource[key.slice(resourcePrefix.length)] : undefined;
    if (isAnnotationValue(value) && Object.keys(annotations).length < maxAnnotations) {
      annotations[toAnnotationKey(key)] = value;
    }
  }
  return annotations;
}

function isAnnotationValue(value: AttributeValue | undefined): value is AnnotationValue {
  if (typeof value === 'string') return value.length <= maxValueLength;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

/** Keys are few and come again; those that are made up at run time must not grow the memory. */
const maxKnownKeys = 1000;
const knownKeys = new Map<string, string>();

/** Everything but letters, digits, `_` and `.` becomes `_`. */
export function toAnnotationKey(key: string): string {
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const name = key.slice(0, maxKeyLength).replace(/[^0-9A-Za-z_.]/g, '_');
  // A key that would set the prototype of the object.
  const safe = name === '__proto__' ? 'proto' : name || '_';
  if (knownKeys.size >= maxKnownKeys) knownKeys.clear();
  if (key.length <= maxKeyLength) knownKeys.set(key, safe);
  return safe;
}
