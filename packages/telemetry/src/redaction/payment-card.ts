import { replaceRanges, type TextRange } from './replace-ranges.ts';
import { isAfterEncoded } from './word-character.ts';

// In one piece, in fours (19 digits with three more), or as American Express and Diners print theirs.
const candidate =
  /\d(?:\d{12,18}|\d{3}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{3}([ -])\d{6}\2\d{4,5})(?!\w)/g;

/** Issuers' prefixes and lengths: most numbers that pass Luhn are ids and times, and none of these. */
const issued =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d{2}|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d{2})\d{12}|35\d{14})$/;

/** Replaces the numbers of payment cards: issuer's prefix, right length, and a right check digit (Luhn). */
export function redactPaymentCards(text: string): string {
  return text.length < 13 ? text : replaceRanges(text, nextCard);
}

/** Whether a number is a payment card's. */
export function isPaymentCard(value: number): boolean {
  return value >= 1e12 && Number.isSafeInteger(value) && isCardNumber(String(value));
}

function nextCard(text: string, from: number): TextRange | undefined {
  candidate.lastIndex = from;
  for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
    const { index: start, 0: digits } = match;
    const beginsInWord = start > 0 && wordEnd.test(text.charAt(start - 1)) && !isAfterEncoded(text, start);
    if (!beginsInWord && isCardNumber(digits.replace(separators, ''))) {
      return { start, end: start + digits.length };
    }
    // Not from the end: the first group may be another number, or a percent-encoded character, with the card after it.
    const isEncoded = text.charAt(start - 1) === '%';
    candidate.lastIndex = start + (isEncoded ? 2 : (firstGroup.exec(digits)?.[0].length ?? 1));
  }
  return undefined;
}

const wordEnd = /[\w.]/;
const separators = /[ -]/g;
const firstGroup = /^\d+/;

function isCardNumber(digits: string): boolean {
  return issued.test(digits) && hasLuhnCheckDigit(digits);
}

/** ISO/IEC 7812-1, annex B. */
function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, double = false; index >= 0; index -= 1, double = !double) {
    const digit = (digits.charCodeAt(index) - 0x30) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
