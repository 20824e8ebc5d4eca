/** Nearly every key has none of these, and is told apart by one look. */
const anyHint =
  /pass|pwd|secret|token|key|auth|cred|cookie|jwt|sig|sess|cvv|cvc|card|ssn|pin|otp|honeycomb|private|dsn/i;

/** On the words of a key, joined by `-`: `awsSecretAccessKey` is `aws-secret-access-key`. */
const sensitiveWords = new RegExp(
  [
    'passw(?:or)?ds?',
    'passphrase',
    'passcode',
    'credentials?(?:-|$)',
    'authorization',
    '(?:^|-)(?:secrets?|pwd|jwt|cookies?|cvv2?|cvc2?|ssn|csrf|xsrf)(?:-|$)',
    '(?:client|app)secret',
    '(?:^|-)tokens?$',
    '(?:access|auth|refresh|id|api|session|csrf|xsrf|bearer|security)token$',
    '(?:^|-)(?:api|access|secret|private|signing|encryption|master|account|write|license)-?key(?:-|$)',
    '(?:^|-)(?:card|pan)-?(?:number|no)(?:-|$)',
    '(?:^|-)session-?id$',
    '(?:^|-)(?:signature|sig)$',
    '(?:^|-)pass$',
    '^(?:x-)?(?:auth|pin|otp)$',
    '^x-honeycomb-team$',
  ].join('|'),
);

/** Names that say the same as a sensitive one and are none: counts, and an id that is made to be correlated by. */
const harmless = new Set(['session.id', 'gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens']);

/** Keys come from code, so they are few; a stranger's JSON may bring any number. */
const maxRemembered = 2000;

/** Tells sensitive keys, those of `extraKeys` (any case, with or without separators) among them. */
export function createSensitiveKeyTest(extraKeys: readonly string[] = []): (key: string) => boolean {
  const extra = new Set(extraKeys.map(withoutSeparators));
  const remembered = new Map<string, boolean>();
  const test = (key: string): boolean => {
    if (extra.size > 0 && extra.has(withoutSeparators(key))) return true;
    return anyHint.test(key) && !harmless.has(key) && sensitiveWords.test(toWords(key));
  };
  return (key) => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const sensitive = test(key.length > maxKeyLength ? key.slice(-maxKeyLength) : key);
    if (remembered.size < maxRemembered && key.length <= maxKeyLength) remembered.set(key, sensitive);
    return sensitive;
  };
}

const maxKeyLength = 128;

function toWords(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

function withoutSeparators(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}
