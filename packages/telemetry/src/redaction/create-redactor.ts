import { redactAssignments } from './assignments.ts';
import { redactKnownSecrets } from './known-secrets.ts';
import { isPaymentCard, redactPaymentCards } from './payment-card.ts';
import type { Redactor } from './redactor.ts';
import { createSensitiveKeyTest } from './sensitive-key.ts';
import { redactUrlCredentials } from './url-credentials.ts';

export interface RedactionSettings {
  /** Keys that are secrets here, beside those that are everywhere; case and separators do not matter. */
  readonly sensitiveKeys?: readonly string[];
}

export function createRedactor({ sensitiveKeys = [] }: RedactionSettings = {}): Redactor {
  const isSensitiveKey = createSensitiveKeyTest(sensitiveKeys);
  return {
    isSensitiveKey,
    isSensitiveNumber: isPaymentCard,
    redactText: (text) =>
      text.length < shortestSecret
        ? text
        : redactPaymentCards(
            redactKnownSecrets(redactUrlCredentials(redactAssignments(text, isSensitiveKey))),
          ),
  };
}

/** `pin=1` */
const shortestSecret = 5;
