import { replaceRanges, type TextRange } from './replace-ranges.ts';
import { isAfterEncoded, isWordCharacter } from './word-character.ts';

/**
 * Secrets that are known by their form. `sign` is searched for as it is, which is many times faster than any pattern
 * over the whole text; `secret` is then tried at its place.
 */
interface SecretForm {
  readonly sign: string;
  /** Characters of the secret before the sign. */
  readonly before?: number;
  readonly secret: RegExp;
  /** What is between the sign and the secret, where the sign may be read. */
  readonly gap?: RegExp;
  /** The sign counts in the middle of a word too. */
  readonly anywhere?: boolean;
}

/** As it is, and as it stands in URLs. */
const blanks = /(?: {1,4}|\+|%(?:25)?20)/y;
const credentials = /[^\s"'`,;<>]+/y;
/** Not the words of a sentence about basic authentication. */
const basicCredentials = /(?=[A-Za-z0-9+/]*[0-9A-Z=])(?:[A-Za-z0-9+/]|%2[BFbf]){6,}={0,2}/y;

const forms: readonly SecretForm[] = [
  { sign: 'Bearer', gap: blanks, secret: credentials },
  { sign: 'bearer', gap: blanks, secret: credentials },
  { sign: 'BEARER', gap: blanks, secret: credentials },
  { sign: 'Basic', gap: blanks, secret: basicCredentials },
  { sign: 'basic', gap: blanks, secret: basicCredentials },
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
  // Anthropic and OpenAI.
  { sign: 'k-', before: 1, secret: /(?:ant|proj|svcacct|admin)-[\w-]{20,}/y },
  // Honeycomb's ingest and configuration keys; the letter before `ik` and `lk` is the region's.
  { sign: 'hc', secret: /[a-z][il]k_[A-Za-z0-9]{20,}/y },
  { sign: 'AIza', secret: /[\w-]{30,}/y },
  // Package registries, Hugging Face, SendGrid.
  { sign: 'npm_', secret: /[A-Za-z0-9]{36}/y },
  { sign: 'pypi-', secret: /[\w-]{50,}/y },
  { sign: 'hf_', secret: /[A-Za-z0-9]{30,}/y },
  { sign: 'SG.', secret: /[\w-]{16,}\.[\w-]{16,}/y },
  { sign: '-----BEGIN ', secret: /[A-Z ]{0,30}PRIVATE KEY-----/y, anywhere: true },
];

/** One pattern is quicker than all those searches where the text is short. */
const shortText = 128;
const anySecret = new RegExp(
  forms.map(({ sign, gap, secret }) => `${sign}${gap?.source ?? ''}(?:${secret.source})`).join('|'),
);

const firstLetters: Readonly<Record<string, string>> = {
  yJ: 'e',
  KIA: 'A',
  SIA: 'A',
  k_: 'sr',
  'k-': 's',
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
  const { sign, gap, secret, before = 0, anywhere = false } = form;
  const letters = firstLetters[sign];
  for (let at = text.indexOf(sign, from); at >= 0;) {
    const start = at - before;
    const afterSign = at + sign.length;
    const begins = letters === undefined || (start >= from && letters.includes(text.charAt(start)));
    if (begins && (anywhere || beginsWord(text, start))) {
      const secretStart = gap === undefined ? afterSign : endOf(gap, text, afterSign);
      const end = secretStart < 0 ? -1 : endOf(secret, text, secretStart);
      if (end >= 0) {
        if (anywhere) return { start, end: endOfPem(text, end) };
        return { start: gap === undefined ? start : secretStart, end };
      }
    }
    at = text.indexOf(sign, afterSign);
  }
  return undefined;
}

/** Where a sticky pattern ends that is tried at `from`; -1 where it does not match. */
function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

function beginsWord(text: string, at: number): boolean {
  return !isTokenCharacter(text.charCodeAt(at - 1)) || isAfterEncoded(text, at);
}

function endOfPem(text: string, from: number): number {
  const end = text.indexOf(endOfPrivateKey, from);
  if (end < 0) return text.length;
  const dashes = text.indexOf('-----', end + endOfPrivateKey.length);
  return dashes < 0 ? text.length : dashes + 5;
}

/** Of base64url: inside of a token no other one begins. */
function isTokenCharacter(code: number): boolean {
  return isWordCharacter(code) || code === 0x2d;
}
