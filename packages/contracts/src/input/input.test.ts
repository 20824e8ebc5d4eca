import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isValidationCode } from '../error-codes.ts';
import { limits } from '../limits.ts';
import { timeToLiveMs } from '../time-to-live.ts';
import { validateNewActivity } from './new-activity.ts';
import { validateNewMessage } from './new-message.ts';
import { validateNewReply } from './new-reply.ts';
import {
  validateActivityUuid,
  validateCallerHandle,
  validatePathHandle,
  validateSearchTerm,
} from './parameters.ts';

const uuid = '68f126b0-1ceb-4a33-88be-d90fa7109eee';

test('a good post is passed on untouched', () => {
  expect(validateNewActivity({ message: ' Hi 🖖\n', ttl: '1-day', extra: 1 }, 'worf')).toEqual({
    ok: true,
    value: { message: ' Hi 🖖\n', ttl: '1-day', user_handle: 'worf' },
  });
});

test('missing keys, null and blanks yield every code, in the order of the original (D3, D4)', () => {
  const codes = ['ttl_blank', 'user_handle_blank', 'message_blank'];
  expect(validateNewActivity({}, '')).toEqual({ ok: false, codes });
  expect(validateNewActivity({ ttl: null, message: null }, ' ')).toEqual({ ok: false, codes });
  expect(validateNewActivity({ ttl: '', message: ' \t\n' }, ' ')).toEqual({ ok: false, codes });
});

test('a body cannot name its author', () => {
  expect(validateNewReply({ message: 'x', user_handle: 'worf', activity_uuid: 'y' }, uuid, 'garek')).toEqual({
    ok: true,
    value: { message: 'x', user_handle: 'garek', activity_uuid: uuid },
  });
});

test.each(Object.keys(timeToLiveMs))('ttl %s is accepted', (ttl) => {
  expect(validateNewActivity({ message: 'x', ttl }, 'worf').ok).toBe(true);
});

test.each(['2-days', '1-DAY', '__proto__', 'constructor', 1, {}, []])('ttl %j is refused', (ttl) => {
  expect(validateNewActivity({ message: 'x', ttl }, 'worf')).toEqual({ ok: false, codes: ['ttl_blank'] });
});

test.each([
  [
    'post',
    limits.activityMessageCodePoints,
    (message: string) => validateNewActivity({ message, ttl: '1-day' }, 'w'),
  ],
  ['reply', limits.replyMessageCodePoints, (message: string) => validateNewReply({ message }, uuid, 'w')],
  [
    'direct message',
    limits.directMessageCodePoints,
    (message: string) => validateNewMessage({ message, user_receiver_handle: 'w' }, 'w'),
  ],
])('a %s takes exactly %i code points', (_, maxCodePoints, validate) => {
  expect(validate('🖖'.repeat(maxCodePoints)).ok).toBe(true);
  expect(validate('🖖'.repeat(maxCodePoints + 1))).toEqual({
    ok: false,
    codes: ['message_exceed_max_chars'],
  });
});

test.each([5, true, {}, ['x'], 'a\0b', '\ud83d', 'x\udc00y'])('message %j is no storable text', (message) => {
  expect(validateNewActivity({ message, ttl: '1-day' }, 'w')).toEqual({
    ok: false,
    codes: ['message_invalid'],
  });
});

test('a reply reports its bad uuid along with the rest (D2)', () => {
  expect(validateNewReply({}, ' ', '')).toEqual({
    ok: false,
    codes: ['user_handle_blank', 'activity_uuid_blank', 'message_blank'],
  });
  expect(validateNewReply({ message: 'x' }, 'nonsense', 'w')).toEqual({
    ok: false,
    codes: ['activity_uuid_invalid'],
  });
});

test('the receiver is read in both spellings and refused in the original one (D5)', () => {
  const expected = {
    ok: true,
    value: { message: 'x', user_sender_handle: 'w', user_receiver_handle: 'garek' },
  };
  expect(validateNewMessage({ message: 'x', user_receiver_handle: 'garek' }, 'w')).toEqual(expected);
  expect(validateNewMessage({ message: 'x', user_reciever_handle: 'garek' }, 'w')).toEqual(expected);
  expect(validateNewMessage({}, '')).toEqual({
    ok: false,
    codes: ['user_sender_handle_blank', 'user_reciever_handle_blank', 'message_blank'],
  });
});

test.each(["o'brien", 'a b', 'ünal', '🖖', 'a\0', '%', '@worf', 'x'.repeat(limits.handleCodePoints + 1)])(
  'handle %j is refused',
  (handle) => {
    expect(validatePathHandle(handle)).toEqual({ ok: false, codes: ['user_handle_invalid'] });
    expect(validateCallerHandle(handle)).toEqual({ ok: false, codes: ['user_handle_invalid'] });
  },
);

test('a blank handle has its own code in the path (D12)', () => {
  expect(validatePathHandle('')).toEqual({ ok: false, codes: ['blank_user_handle'] });
});

test('search terms', () => {
  expect(validateSearchTerm(undefined)).toEqual({ ok: false, codes: ['search_term_blank'] });
  expect(validateSearchTerm('a\0')).toEqual({ ok: false, codes: ['search_term_invalid'] });
  expect(validateSearchTerm('%_\\\'"')).toEqual({ ok: true, value: '%_\\\'"' });
  expect(validateSearchTerm('x'.repeat(limits.searchTermCodePoints + 1))).toEqual({
    ok: false,
    codes: ['search_term_exceed_max_chars'],
  });
});

test('uuids of any version are accepted, as the mocks need', () => {
  expect(validateActivityUuid('26e12864-1c26-5c3a-9658-97a10f8fea67').ok).toBe(true);
  expect(validateActivityUuid('{68f126b0-1ceb-4a33-88be-d90fa7109eee}').ok).toBe(false);
});

test('whatever JSON object arrives, the answer is a value or codes of the catalogue', () => {
  const keys = fc.constantFrom('message', 'ttl', 'user_receiver_handle', 'user_reciever_handle', '__proto__');
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), fc.string(), (body, handle) => {
      for (const result of [
        validateNewActivity(body, handle),
        validateNewReply(body, handle, handle),
        validateNewMessage(body, handle),
      ]) {
        const codes = result.ok ? ['message_blank'] : result.codes;
        expect(codes.length).toBeGreaterThan(0);
        expect(codes.filter((code) => !isValidationCode(code))).toEqual([]);
      }
    }),
  );
});
