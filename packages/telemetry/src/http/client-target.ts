import type { Attributes } from '@opentelemetry/api';
import { createAttributeTemplate, type AttributeTemplate } from '../trace/attribute-template.ts';
import { redactUrl } from './redact-url.ts';

/** What a CLIENT span needs to know of a URL. */
export interface ClientTarget {
  readonly origin: string;
  readonly hasUserInformation: boolean;
  /** `server.address`, `server.port` and `url.full`. */
  readonly attributes: Attributes;
  readonly templates: Map<string, AttributeTemplate>;
}

/** A service asks few URLs again and again; those with ids in them must not grow the memory. */
const maxTargets = 256;
const targets = new Map<string, ClientTarget>();

/** @throws TypeError as `new URL` does, for what is no absolute URL. */
export function clientTarget(input: string | URL): ClientTarget {
  const key = typeof input === 'string' ? input : input.href;
  const known = targets.get(key);
  if (known !== undefined) return known;
  const target = toTarget(new URL(key));
  if (targets.size >= maxTargets) targets.clear();
  targets.set(key, target);
  return target;
}

function toTarget(url: URL): ClientTarget {
  const attributes: Attributes = {
    'server.address': url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    'server.port': url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    'url.full': redactUrl(url.href),
  };
  return {
    origin: url.origin,
    hasUserInformation: url.username !== '' || url.password !== '',
    attributes,
    templates: new Map(),
  };
}

/** What the spans of all calls with one method to one target begin with. */
export function clientTemplate(
  { attributes, templates }: ClientTarget,
  knownMethod: string,
): AttributeTemplate {
  const known = templates.get(knownMethod);
  if (known !== undefined) return known;
  const template = createAttributeTemplate({ 'http.request.method': knownMethod, ...attributes });
  templates.set(knownMethod, template);
  return template;
}

/** What the spans of all calls that were answered with one status end with: at most 900 of them. */
export function statusTemplate(status: number): AttributeTemplate {
  const known = statusTemplates.get(status);
  if (known !== undefined) return known;
  const template = createAttributeTemplate({ 'http.response.status_code': status });
  statusTemplates.set(status, template);
  return template;
}

const statusTemplates = new Map<number, AttributeTemplate>();
