import { redactAssignments } from './assignments.ts';
import { redactCommandLineFlags } from './command-line-flags.ts';
import { redactKnownSecrets } from './known-secrets.ts';
import { isPaymentCard, redactPaymentCards } from './payment-card.ts';
import { redactPercentEncoded } from './percent-encoded.ts';
import type { Redactor } from './redactor.ts';
import { createSensitiveKeyTest } from './sensitive-key.ts';
import { redactUrlCredentials } from './url-credentials.ts';

export interface RedactionSettings {
  /** Keys that are secrets here, beside those that are everywhere; case and separators do not matter. */
  readonly sensitiveKeys?: readonly string[];
}

export function createRedactor({ sensitiveKeys = [] }: RedactionSettings = {}): Redactor {
  const isSensitiveKey = createSensitiveKeyTest(sensitiveKeys);
  const redactNamed = (text: string): string =>
    redactPercentEncoded(
      redactCommandLineFlags(redactAssignments(text, isSensitiveKey), isSensitiveKey),
      isSensitiveKey,
    );
  return {
    isSensitiveKey,
    isSensitiveNumber: isPaymentCard,
    redactText: (text) =>
      text.length < shortestSecret
        ? text
        : redactPaymentCards(redactKnownSecrets(redactUrlCredentials(redactNamed(text)))),
  };
}

/** `pin=1` */
const shortestSecret = 5;
