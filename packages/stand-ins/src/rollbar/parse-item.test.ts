import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseItem, type ItemResult } from './parse-item.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const message = { message: { body: 'Hello' } };
const frame = { filename: 'app.ts', lineno: 1, colno: 2, method: 'handle', code: 'throw error' };
const trace = { frames: [frame], exception: { class: 'TypeError', message: 'boom' } };
const breadcrumb = {
  level: 'info',
  type: 'log',
  source: 'server',
  timestamp_ms: nowMs,
  body: { message: 'x' },
};

const parse = (data: unknown): ItemResult => {
  const text = JSON.stringify({ data });
  return parseItem(text, text.length, nowMs);
};
const withData = (more: object): ItemResult => parse({ environment: 'test', body: message, ...more });
const withBody = (body: unknown): ItemResult => parse({ environment: 'test', body });

describe('an item', () => {
  it('needs little', () => {
    const result = withData({});
    expect(result).toMatchObject({
      ok: true,
      item: {
        environment: 'test',
        level: 'error',
        kind: 'message',
        title: 'Hello',
        timestampMs: nowMs,
        receivedAtMs: nowMs,
        custom: {},
      },
    });
    expect(result.ok && [result.item.id, result.item.uuid]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
    ]);
  });

  it('may say much', () => {
    const data = {
      environment: 'e'.repeat(255),
      body: { trace_chain: [trace, { ...trace, exception: { class: 'Error' } }], telemetry: [breadcrumb] },
      level: 'critical',
      timestamp: 1_795_262_400,
      code_version: 'abc',
      platform: 'linux',
      language: 'javascript',
      framework: 'hono',
      context: '/api/activities/:handle',
      request: { url: 'http://x.test/', method: 'GET', headers: { a: 'b' }, user_ip: '127.0.0.1' },
      person: { id: '1', username: 'andrew', email: 'a@x.test' },
      server: { host: 'h', root: '/', branch: 'main', code_version: 'abc' },
      client: {},
      custom: { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
      fingerprint: 'f'.repeat(41),
      title: 't'.repeat(255),
      uuid: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
      notifier: { name: 'cruddur', version: '1' },
      attributes: [{ key: 'trace_id', value: 'x' }],
    };
    expect(parse(data)).toMatchObject({
      ok: true,
      item: {
        level: 'critical',
        kind: 'trace_chain',
        timestampMs: 1_795_262_400_000,
        context: '/api/activities/:handle',
        fingerprint: 'f'.repeat(41),
        uuid: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
        custom: { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
        data,
      },
    });
  });

  it.each([
    ['a trace', { trace }, 'TypeError: boom'],
    ['an exception without a message', { trace: { frames: [], exception: { class: 'Error' } } }, 'Error'],
    ['a chain', { trace_chain: [trace, { frames: [], exception: { class: 'Error' } }] }, 'TypeError: boom'],
    ['a crash report', { crash_report: { raw: 'panic' } }, 'panic'],
    ['a long message', { message: { body: 'x'.repeat(300) } }, 'x'.repeat(255)],
  ])('is named after %s', (_, body, title) => {
    expect(withBody(body)).toMatchObject({ ok: true, item: { title } });
  });

  it.each(['', 'x', '[]', 'null', '"x"', '{"data":{}'])('is no JSON object: %s', (text) => {
    expect(parseItem(text, text.length, nowMs)).toMatchObject({ ok: false, status: 400 });
  });
});

describe('an item with something wrong', () => {
  it.each([
    [undefined, 'data: is required'],
    [[], 'data: is required'],
    [{ body: message }, 'data.environment: is required'],
    [{ environment: '', body: message }, 'data.environment: is required'],
    [{ environment: 'test' }, 'data.body: is required'],
  ])('names it: %j', (data, problem) => {
    expect(parse(data)).toEqual({ ok: false, status: 422, message: expect.stringContaining(problem) });
  });

  it.each([
    [{ environment: 'e'.repeat(256) }, 'data.environment: is longer than 255'],
    [{ title: 't'.repeat(256) }, 'data.title: is longer than 255'],
    [{ uuid: 'u'.repeat(37) }, 'data.uuid: is longer than 36'],
    [{ uuid: 1 }, 'data.uuid: is not a string'],
    [{ context: {} }, 'data.context: is not a string'],
    [{ fingerprint: 1 }, 'data.fingerprint: is not a string'],
    [{ level: 'fatal' }, 'data.level: is not one of critical, error'],
    [{ timestamp: '1' }, 'data.timestamp: is not a time'],
    [{ timestamp: nowMs }, 'data.timestamp: is not a time in seconds'],
    [{ custom: [] }, 'data.custom: is not an object'],
    [{ person: 'andrew' }, 'data.person: is not an object'],
    [{ person: { username: 'andrew' } }, 'data.person.id: is required'],
    [{ person: { id: 'x'.repeat(41) } }, 'data.person.id: is longer than 40'],
    [{ person: { id: 'x', email: 1 } }, 'data.person.email: is not a string'],
    [{ server: { host: 1 } }, 'data.server.host: is not a string'],
    [{ request: { url: {} } }, 'data.request.url: is not a string'],
    [{ attributes: [{ value: 1 }] }, 'data.attributes: is not a list'],
  ])('names it: %j', (more, problem) => {
    expect(withData(more)).toEqual({ ok: false, status: 422, message: expect.stringContaining(problem) });
  });

  it.each([
    [{}, 'data.body: has none of trace, trace_chain'],
    [{ trace, ...message }, 'data.body: has trace and message of'],
    [{ message: {} }, 'data.body.message.body: is required'],
    [{ crash_report: {} }, 'data.body.crash_report.raw: is required'],
    [{ trace: [] }, 'data.body.trace: is not an object'],
    [{ trace: { exception: trace.exception } }, 'data.body.trace.frames: is required'],
    [{ trace: { frames: [] } }, 'data.body.trace.exception: is required'],
    [{ trace: { frames: [], exception: {} } }, 'data.body.trace.exception.class: is required'],
    [{ trace: { ...trace, exception: { class: 'E', message: 1 } } }, '.exception.message: is not a string'],
    [{ trace: { ...trace, frames: [frame, {}] } }, 'data.body.trace.frames[1].filename: is required'],
    [{ trace: { ...trace, frames: [{ ...frame, lineno: '1' }] } }, 'frames[0].lineno: is not an integer'],
    [{ trace: { ...trace, frames: [{ ...frame, colno: 1.5 }] } }, 'frames[0].colno: is not an integer'],
    [{ trace: { ...trace, frames: [{ ...frame, method: 1 }] } }, 'frames[0].method: is not a string'],
    [{ trace_chain: [] }, 'data.body.trace_chain: is not a list'],
    [{ trace_chain: [trace, {}] }, 'data.body.trace_chain[1].frames: is required'],
    [{ ...message, telemetry: {} }, 'data.body.telemetry: is not a list'],
    [{ ...message, telemetry: [{ ...breadcrumb, level: 'x' }] }, 'telemetry[0].level: is not a level'],
    [
      { ...message, telemetry: [breadcrumb, { ...breadcrumb, type: 'x' }] },
      'telemetry[1].type: is not a type',
    ],
    [
      { ...message, telemetry: [{ ...breadcrumb, timestamp_ms: 'x' }] },
      'telemetry[0].timestamp_ms: is required',
    ],
    [{ ...message, telemetry: [{ ...breadcrumb, body: 'x' }] }, 'telemetry[0].body: is required'],
  ])('names it in its body: %j', (body, problem) => {
    expect(withBody(body)).toEqual({ ok: false, status: 422, message: expect.stringContaining(problem) });
  });

  it('never throws', () => {
    assert(
      property(jsonValue(), jsonValue(), (value, other) => {
        const results = [
          parse(value),
          withBody(value),
          withBody({ trace: value, telemetry: other }),
          withBody({ trace_chain: [value] }),
          withData({ person: value, request: other, attributes: value, timestamp: other }),
        ];
        for (const result of results) expect([true, false]).toContain(result.ok);
      }),
    );
  });
});
