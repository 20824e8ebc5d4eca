import type { Redacted } from '../config/redacted.ts';
import type { TraceLinkSettings } from '../errors/trace-links.ts';

/** Where and how errors are reported. */
export interface RollbarSettings {
  /** The whole URL of the Item API. */
  readonly endpoint: string;
  /** A project's `post_server_item` token. */
  readonly accessToken: Redacted;
  readonly environment: string;
  readonly codeVersion: string | undefined;
  /** Whether items say from which address a request came: personal data. */
  readonly sendUserIp: boolean;
  readonly links: TraceLinkSettings;
}
