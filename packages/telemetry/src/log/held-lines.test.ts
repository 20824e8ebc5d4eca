import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from './create-logger.ts';
import { defaultHold, type HoldSettings } from './held-lines.ts';
import type { Logger, LogRecord } from './logger.ts';
import { requestKey, type RequestScope } from './request-scope.ts';

let records: LogRecord[];
beforeEach(() => {
  records = [];
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterEach(() => context.disable());

function createHoldingLogger(settings: Partial<HoldSettings> = {}): Logger {
  return createLogger({
    level: 'info',
    nowMs: () => 0,
    write: (record) => records.push(record),
    hold: { ...defaultHold, ...settings },
  });
}

function createRequest(isOver = false): RequestScope {
  return {
    route: () => '/a',
    isOver: () => isOver,
    facts: () => undefined,
    held: undefined,
    breadcrumbs: undefined,
    person: undefined,
    warnings: 0,
    errors: 0,
  };
}

function inRequest(request: RequestScope, fn: () => void): void {
  context.with(ROOT_CONTEXT.setValue(requestKey, request), fn);
}

const bodies = (): string[] => records.map(({ body }) => body);

test('lines below the level wait for the end of their request, and are redacted as they come', () => {
  const log = createHoldingLogger();
  const request = createRequest();
  inRequest(request, () => log.debug('password=canary', { token: 'canary' }));
  expect(records).toEqual([]);
  request.held?.release();
  expect(records).toMatchObject([
    { level: 'debug', body: 'password=[redacted]', attributes: { token: '[redacted]', 'http.route': '/a' } },
  ]);
  request.held?.release();
  expect(records).toHaveLength(1);
});

test('outside of a request, and after it, they are not made', () => {
  const log = createHoldingLogger();
  const over = createRequest(true);
  log.debug('outside');
  inRequest(over, () => log.debug('after'));
  expect(over.held).toBeUndefined();
  expect(records).toEqual([]);
});

test('the oldest give way when a request has too many or too long ones, and the gap is told', () => {
  const log = createHoldingLogger({ maxLinesPerRequest: 3 });
  const request = createRequest();
  inRequest(request, () => ['1', '2', '3', '4', '5'].forEach((body) => log.debug(body)));
  request.held?.release();
  expect(bodies()).toEqual(['2 debug lines of this request were not kept', '3', '4', '5']);

  records.length = 0;
  const short = createHoldingLogger({ maxLengthPerRequest: 250 });
  const other = createRequest();
  inRequest(other, () => ['a', 'b', 'c'].forEach((letter) => short.debug(letter.repeat(100))));
  other.held?.release();
  expect(bodies().map((body) => body.slice(0, 2))).toEqual(['1 ', 'bb', 'cc']);
});

test('all requests together hold no more than the bound, and give it back', () => {
  const log = createHoldingLogger({ maxLength: 250 });
  const requests = [createRequest(), createRequest(), createRequest()];
  for (const request of requests) inRequest(request, () => log.debug('x'.repeat(100)));
  for (const request of requests) request.held?.release();
  expect(bodies()).toEqual(['x'.repeat(100), 'x'.repeat(100), '1 debug lines of this request were not kept']);
  records.length = 0;
  const later = [createRequest(), createRequest()];
  for (const request of later) inRequest(request, () => log.debug('y'.repeat(100)));
  later[0]?.held?.discard();
  later[1]?.held?.release();
  expect(bodies()).toEqual(['y'.repeat(100)]);
});

test('the gap is told when nothing of a request was kept, in its trace', () => {
  const log = createHoldingLogger({ maxLength: 50 });
  const request = createRequest();
  const spanContext = {
    traceId: '5759e988bd862e3fe1be46a994272793',
    spanId: '53995c3f42cd8ad8',
    traceFlags: 1,
  };
  context.with(trace.setSpanContext(ROOT_CONTEXT.setValue(requestKey, request), spanContext), () => {
    log.debug('x'.repeat(100));
    log.debug('y'.repeat(100));
  });
  request.held?.release();
  request.held?.release();
  expect(records).toMatchObject([{ body: '2 debug lines of this request were not kept', ...spanContext }]);
});

test('lines of a step go on in the whole, within the bounds of both, and the gap with them', () => {
  const log = createHoldingLogger({ maxLinesPerRequest: 2, maxLength: 250 });
  const [whole, step, later] = [createRequest(), createRequest(), createRequest()];
  inRequest(whole, () => log.debug('1'));
  inRequest(step, () => ['2', '3', '4'].forEach((body) => log.debug(body)));
  if (whole.held !== undefined) step.held?.moveTo(whole.held);
  step.held?.release();
  expect(bodies()).toEqual([]);
  whole.held?.release();
  expect(bodies()).toEqual(['2 debug lines of this request were not kept', '3', '4']);
  records.length = 0;
  inRequest(later, () => log.debug('x'.repeat(200)));
  later.held?.release();
  expect(bodies()).toEqual(['x'.repeat(200)]);
});

test('warnings and errors of a request are counted', () => {
  const log = createHoldingLogger();
  const request = createRequest();
  inRequest(request, () => {
    log.info('a');
    log.warn('b');
    log.error('c');
    log.error('d');
  });
  expect(request).toMatchObject({ warnings: 1, errors: 2 });
});
