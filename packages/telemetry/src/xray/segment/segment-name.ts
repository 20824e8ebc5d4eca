import { cutText } from './cut-text.ts';

const maxNameLength = 200;
const forbidden = /[^\p{L}\p{N}\s_.:/%&#=+\\\-@]/gu;

/** What X-Ray takes for a name: forbidden characters removed, at most 200; `fallback` if nothing is left. */
export function toSegmentName(name: string, fallback = 'span'): string {
  const cleaned = isPlain(name) ? name : name.replace(forbidden, '');
  const cut = cutText(cleaned, maxNameLength);
  return cut.trim() === '' ? fallback : cut;
}

/** Whether a name has only characters of ASCII that X-Ray allows, as nearly all have. */
function isPlain(name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (plainCharacters[name.charCodeAt(index)] !== 1) return false;
  }
  return true;
}

const plainCharacters = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.:/%&#=+\\-@') {
  plainCharacters[character.charCodeAt(0)] = 1;
}
