import { replaceRanges, type TextRange } from './replace-ranges.ts';

/**
 * Secrets that are known by their form. `sign` is searched for as it is, which is many times faster than any pattern
 * over the whole text; `secret` is then tried at its place.
 */
interface SecretForm {
  readonly sign: string;
  /** Characters of the secret before the sign. */
  readonly before?: number;
  readonly secret: RegExp;
  /** Characters at the beginning that may be read. */
  readonly visible?: number;
  /** The sign counts in the middle of a word too. */
  readonly anywhere?: boolean;
}

const scheme = / {1,4}[^\s"'`,;<>]+/y;
/** Not the words of a sentence about basic authentication. */
const basicCredentials = / {1,4}(?=[A-Za-z0-9+/]*[0-9A-Z=])[A-Za-z0-9+/]{6,}={0,2}/y;

const forms: readonly SecretForm[] = [
  { sign: 'Bearer', visible: 7, secret: scheme },
  { sign: 'bearer', visible: 7, secret: scheme },
  { sign: 'BEARER', visible: 7, secret: scheme },
  { sign: 'Basic', visible: 6, secret: basicCredentials },
  { sign: 'basic', visible: 6, secret: basicCredentials },
  // JSON Web Token: base64url of `{"`
  { sign: 'yJ', before: 1, secret: /[\w-]{6,}\.[\w-]+(?:\.[\w-]*){0,3}/y },
  { sign: 'KIA', before: 1, secret: /[A-Z0-9]{12,}/y },
  { sign: 'SIA', before: 1, secret: /[A-Z0-9]{12,}/y },
  { sign: 'gh', secret: /[oprsu]_[A-Za-z0-9]{20,}/y },
  { sign: 'github_pat_', secret: /\w{20,}/y },
  { sign: 'xox', secret: /[a-z]-[\w-]{10,}/y },
  // Stripe. Not the names that a test of ours might have, so without `_` there.
  { sign: 'k_', before: 1, secret: /live_\w{10,}|test_[A-Za-z0-9]{16,}/y },
  // Those of newer GitLabs end in `.01.0a1b2c3d4`.
  { sign: 'glpat-', secret: /[\w-]{20,}(?:\.[\w-]+){0,2}/y },
  { sign: 'k-ant-', before: 1, secret: /[\w-]{20,}/y },
  // Honeycomb's ingest and configuration keys; the letter before `ik` and `lk` is the region's.
  { sign: 'hc', secret: /[a-z][il]k_[A-Za-z0-9]{20,}/y },
  { sign: 'AIza', secret: /[\w-]{30,}/y },
  { sign: '-----BEGIN ', secret: /[A-Z ]{0,30}PRIVATE KEY-----/y, anywhere: true },
];

/** One pattern is quicker than all those searches where the text is short. */
const shortText = 128;
const anySecret = new RegExp(forms.map(({ sign, secret }) => `${sign}(?:${secret.source})`).join('|'));

const firstLetters: Readonly<Record<string, string>> = {
  yJ: 'e',
  KIA: 'A',
  SIA: 'A',
  k_: 'sr',
  'k-ant-': 's',
};
const endOfPrivateKey = '-----END';

/** Replaces bearer and basic credentials, JSON Web Tokens, cloud and vendor keys, and private keys in PEM. */
export function redactKnownSecrets(text: string): string {
  if (text.length <= shortText && !anySecret.test(text)) return text;
  let result = text;
  for (const form of forms) {
    if (result.includes(form.sign)) {
      result = replaceRanges(result, (given, from) => nextSecret(given, from, form));
    }
  }
  return result;
}

function nextSecret(text: string, from: number, form: SecretForm): TextRange | undefined {
  const { sign, secret, before = 0, visible = 0, anywhere = false } = form;
  const letters = firstLetters[sign];
  for (let at = text.indexOf(sign, from); at >= 0;) {
    const start = at - before;
    const afterSign = at + sign.length;
    const begins = letters === undefined || (start >= from && letters.includes(text.charAt(start)));
    if (begins && (anywhere || !isWordCharacter(text.charCodeAt(start - 1)))) {
      secret.lastIndex = afterSign;
      if (secret.test(text)) {
        if (anywhere) return { start, end: endOfPem(text, secret.lastIndex) };
        return { start: start + visible, end: secret.lastIndex };
      }
    }
    at = text.indexOf(sign, afterSign);
  }
  return undefined;
}

function endOfPem(text: string, from: number): number {
  const end = text.indexOf(endOfPrivateKey, from);
  if (end < 0) return text.length;
  const dashes = text.indexOf('-----', end + endOfPrivateKey.length);
  return dashes < 0 ? text.length : dashes + 5;
}

/** Beside letters and digits the base64url characters: inside of a token no other one begins. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  );
}
