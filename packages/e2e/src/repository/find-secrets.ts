/** What credentials look like of which every one is worth money or data to somebody. */
const shapes: Readonly<Record<string, RegExp>> = {
  'AWS access key id': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  'Honeycomb key': /\bhc[a-z]{3}_[A-Za-z0-9]{20,}/g,
  'GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36}\b/g,
  'npm token': /\bnpm_[A-Za-z0-9]{36}\b/g,
  'Slack token': /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  'JSON Web Token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g,
  // With its contents: code that knows the first line is no key.
  'private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{100,}/g,
  'assigned secret':
    /\b(?:ROLLBAR_ACCESS_TOKEN|HONEYCOMB_API_KEY|AWS_SECRET_ACCESS_KEY|PGPASSWORD)["']?\s*[=:]\s*["']?[\w+/-]{20,}/g,
};

/** What test data is recognized by: AWS's and Honeycomb's own examples, and words and counts that no generator makes. */
const madeUp =
  /EXAMPLE|CANARY|ONLYFORTESTS|only-for-tests|0123456789|01hqk4k20cjeh63wca8vva5stw|(?:good|test|deaf|narrow){3}|f{16}|eyJzdWIiOiIxMjM0In0/;

export interface FoundSecret {
  readonly kind: string;
  readonly line: number;
}

/** Where a text has what may be a real secret. The secret itself is not repeated, or logs would have it too. */
export function findSecrets(text: string): readonly FoundSecret[] {
  return Object.entries(shapes).flatMap(([kind, shape]) =>
    [...text.matchAll(shape)]
      .filter(([secret]) => !madeUp.test(secret))
      .map(({ index }) => ({ kind, line: text.slice(0, index).split('\n').length })),
  );
}
