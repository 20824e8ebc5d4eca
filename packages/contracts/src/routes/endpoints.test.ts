import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { endpoints, toHandle } from './endpoints.ts';

const app = new Hono();
for (const [operationId, { method, routingPath }] of Object.entries(endpoints)) {
  app.on(method, routingPath, (context) => context.json([operationId, context.req.param()]));
}

test.each([
  ['GET', '/api/activities/home', 'homeFeed', {}],
  ['GET', '/api/activities/search?term=x', 'search', {}],
  ['GET', '/api/activities/@worf', 'userFeed', { handle: '@worf' }],
  ['GET', '/api/activities/%40worf', 'userFeed', { handle: '@worf' }],
  ['GET', '/api/activities/@', 'userFeed', { handle: '@' }],
  ['GET', '/api/activities/@a%2Fb', 'userFeed', { handle: '@a/b' }],
  ['GET', '/api/activities/68f1', 'showActivity', { uuid: '68f1' }],
  ['POST', '/api/activities/home/reply', 'reply', { uuid: 'home' }],
  ['POST', '/api/activities', 'createActivity', {}],
  ['GET', '/api/messages/@worf', 'messages', { handle: '@worf' }],
  ['POST', '/api/messages', 'createMessage', {}],
])('%s %s is %s', async (method, path, operationId, parameters) => {
  const response = await app.request(path, { method });
  expect(await response.json()).toEqual([operationId, parameters]);
});

test('the @ is not part of the handle', () => {
  expect([toHandle('@worf'), toHandle('@'), toHandle('@@worf')]).toEqual(['worf', '', '@worf']);
});
