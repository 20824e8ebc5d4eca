import { expect, test } from 'vitest';
import { summarizeQuery } from './query-summary.ts';

test.for([
  ['select * from activities where id = $1', 'SELECT', 'activities'],
  ['SELECT a.* FROM "public"."activities" a JOIN users u ON true', 'SELECT', 'public.activities'],
  ['select 1 from only activities', 'SELECT', 'activities'],
  ['(select * from a) union (select * from b)', 'SELECT', 'a'],
  ['select * from (select * from inner_table) x', 'SELECT', 'inner_table'],
  ['select extract(epoch from created_at) from activities', 'SELECT', 'activities'],
  ['select substring(message from ? for ?) from activities', 'SELECT', 'activities'],
  ['select ?', 'SELECT', undefined],
  ['insert into activities (id) values ($1) on conflict (id) do update set a = ?', 'INSERT', 'activities'],
  ['update activities set a = $1', 'UPDATE', 'activities'],
  ['delete from activities where id = $1', 'DELETE', 'activities'],
  ['with recent as (select * from activities) select * from recent', 'SELECT', 'activities'],
  [
    'with gone as (delete from activities returning *) insert into archive select * from gone',
    'INSERT',
    'activities',
  ],
  ['with recent as (select ?)', 'WITH', undefined],
  ['create table if not exists activities (id uuid)', 'CREATE', 'activities'],
  ['drop table if exists activities', 'DROP', 'activities'],
  ['begin', 'BEGIN', undefined],
  ['commit', 'COMMIT', undefined],
  ['', 'QUERY', undefined],
  ['? ? ?', 'QUERY', undefined],
] as const)('%s', ([text, operation, collection]) => {
  expect(summarizeQuery(text)).toEqual({ operation, collection });
});

test.for(['with ', '(', 'from "', 'extract(', 'select from ', 'from a.'])(
  '2 KB of %j take no time',
  (unit) => {
    const text = `with ${unit.repeat(2048 / unit.length)}`;
    summarizeQuery(text);
    const startMs = performance.now();
    summarizeQuery(text);
    expect(performance.now() - startMs).toBeLessThan(100);
  },
);
