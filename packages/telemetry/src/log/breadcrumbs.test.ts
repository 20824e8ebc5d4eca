import { expect, test } from 'vitest';
import { createBreadcrumbs, type Breadcrumbs } from './breadcrumbs.ts';
import type { LogRecord } from './logger.ts';

function record(body: string): LogRecord {
  return { timeMs: 0, level: 'info', severityNumber: 9, severityText: 'INFO', body, attributes: {} };
}

function bodies(breadcrumbs: Breadcrumbs): readonly string[] {
  return breadcrumbs.records().map(({ body }) => body);
}

test('the last 20 lines are kept, oldest first', () => {
  const breadcrumbs = createBreadcrumbs();
  for (let line = 1; line <= 50; line += 1) breadcrumbs.add(record(`${line}`), 10);
  expect(bodies(breadcrumbs)).toEqual(Array.from({ length: 20 }, (_, index) => `${index + 31}`));
});

test('long lines make older ones give way; one that is too long alone is left out', () => {
  const breadcrumbs = createBreadcrumbs();
  breadcrumbs.add(record('old'), 20_000);
  breadcrumbs.add(record('new'), 20_000);
  breadcrumbs.add(record('too long'), 40_000);
  breadcrumbs.add(record('short'), 100);
  expect(bodies(breadcrumbs)).toEqual(['new', 'short']);
});

test('what was handed out stays as it was', () => {
  const breadcrumbs = createBreadcrumbs();
  breadcrumbs.add(record('one'), 1);
  const before = breadcrumbs.records();
  breadcrumbs.add(record('two'), 1);
  expect(before).toHaveLength(1);
});
