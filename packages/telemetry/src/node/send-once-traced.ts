import { channel } from 'node:diagnostics_channel';
import { context as activeContext } from '@opentelemetry/api';
import type { SendRequest } from '../http/traced-fetch.ts';
import { withTracingSuppressed } from '../trace/context-keys.ts';

const requestCreated = channel('undici:request:create');

/**
 * Node's own `fetch`, for a call that has a CLIENT span already. Nothing of ours runs inside it, so it stays out of the
 * span's context: its promises outlive the request and would hold all of it. Instrumentation of undici, where somebody
 * has registered it, would make a second span and replace the trace headers: it is told to look away.
 */
export const sendOnceTraced: SendRequest = (context, input, init) =>
  requestCreated.hasSubscribers
    ? activeContext.with(withTracingSuppressed(context), () => fetch(input, init))
    : fetch(input, init);
