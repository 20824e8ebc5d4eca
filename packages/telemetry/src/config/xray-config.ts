import { parseDaemonAddress, type DaemonAddress } from '../xray/daemon-address.ts';
import { defaultAnnotations, type XRaySettings } from '../xray/xray-settings.ts';
import type { EnvironmentReader } from './environment-reader.ts';

/** X-Ray's own bounds: annotations of a trace, characters of a key. */
const maxAnnotations = 50;
const maxAnnotationKeyLength = 500;

/** The X-Ray sink. Undefined when `AWS_XRAY_DAEMON_ADDRESS` is not set. */
export function readXRaySettings(
  read: EnvironmentReader,
  logGroup: string | undefined,
): XRaySettings | undefined {
  const daemon = readDaemonAddress(read);
  const annotations = readAnnotations(read);
  // One group per service, as for CloudWatch; `aws.log.group.names` of the resource goes before it.
  const logGroupNames = logGroup === undefined ? [] : [logGroup];
  return daemon === undefined ? undefined : { daemon, annotations, logGroupNames };
}

function readDaemonAddress(read: EnvironmentReader): DaemonAddress | undefined {
  const text = read.text('AWS_XRAY_DAEMON_ADDRESS');
  if (text === undefined) return undefined;
  const result = parseDaemonAddress(text);
  if (result.ok) return result.address;
  // What is no address may be a URL with a password in it.
  const shown = text.includes('@') ? 'something with an @' : JSON.stringify(text.slice(0, 60));
  read.problem('AWS_XRAY_DAEMON_ADDRESS', shown, result.expected);
  return undefined;
}

function readAnnotations(read: EnvironmentReader): readonly string[] {
  const text = read.text('CRUDDUR_XRAY_ANNOTATIONS');
  if (text === undefined) return defaultAnnotations;
  if (text.toLowerCase() === 'none') return [];
  const keys = [...new Set(text.split(',').map((key) => key.trim()))].filter((key) => key !== '');
  const areKeys = keys.every((key) => key.length <= maxAnnotationKeyLength && !/\s/.test(key));
  if (areKeys && keys.length <= maxAnnotations) return keys;
  read.problem(
    'CRUDDUR_XRAY_ANNOTATIONS',
    areKeys ? `${keys.length} keys` : 'a key with a blank in it, or a very long one',
    `at most ${maxAnnotations} attribute keys separated by commas, or none`,
  );
  return defaultAnnotations;
}
