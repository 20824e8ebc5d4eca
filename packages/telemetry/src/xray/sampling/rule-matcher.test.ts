import type { Attributes } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rule } from './fixtures/rule.ts';
import { createRuleMatcher, type SampledService } from './rule-matcher.ts';
import type { SamplingRule } from './sampling-rule.ts';

const gateway: SampledService = { serviceName: 'gateway', serviceType: undefined, resourceArn: undefined };
const arn = 'arn:aws:ecs:eu-west-1:123456789012:container/abc';
const onEcs: SampledService = {
  serviceName: 'gateway',
  serviceType: 'AWS::ECS::Container',
  resourceArn: arn,
};

describe('the service', () => {
  test.for<readonly [changes: Partial<SamplingRule>, service: SampledService, isActive: boolean]>([
    [{}, gateway, true],
    [{ serviceName: 'gateway' }, gateway, true],
    [{ serviceName: 'Gate*' }, gateway, true],
    [{ serviceName: 'Cruddur' }, gateway, false],
    [{ serviceType: 'AWS::ECS::Container' }, onEcs, true],
    [{ serviceType: 'aws::ecs::*' }, onEcs, true],
    [{ serviceType: 'AWS::EC2::Instance' }, onEcs, false],
    [{ serviceType: 'AWS::ECS::Container' }, gateway, false],
    [{ resourceArn: arn }, onEcs, true],
    [{ resourceArn: 'arn:aws:ecs:*' }, onEcs, true],
    [{ resourceArn: 'arn:aws:ecs:*' }, gateway, false],
    [{ serviceName: 'gateway', serviceType: 'AWS::EC2::Instance' }, onEcs, false],
    [{ name: 'Default', serviceName: 'other', host: 'other' }, gateway, true],
  ])('a rule with %j for %j is active: %j', ([changes, service, isActive]) => {
    expect(createRuleMatcher(rule(changes), service) !== undefined).toBe(isActive);
  });
});

const stable: Attributes = {
  'http.request.method': 'GET',
  'url.path': '/api/activities/home',
  'url.query': 'a=/api/messages',
  'server.address': 'cruddur.com',
  'server.port': 4567,
  'user.id': 'andrew',
  'app.count': 3,
  'app.tags': ['a'],
};
const old: Attributes = {
  'http.method': 'GET',
  'http.target': '/api/activities/home?a=/api/messages',
  'http.host': 'cruddur.com:4567',
};
const client: Attributes = {
  'http.request.method': 'GET',
  'url.full': 'https://cruddur.com:4567/api/activities/home?a=1#b',
  'server.address': 'cruddur.com',
  'server.port': 4567,
};

const matches = (changes: Partial<SamplingRule>, attributes: Attributes): boolean =>
  createRuleMatcher(rule(changes), gateway)?.(attributes) ?? false;

describe('the request', () => {
  test.for<readonly [changes: Partial<SamplingRule>, expected: boolean]>([
    [{}, true],
    [{ httpMethod: 'get' }, true],
    [{ httpMethod: 'POST' }, false],
    [{ urlPath: '/api/activities/home' }, true],
    [{ urlPath: '/API/activities/*' }, true],
    [{ urlPath: '*/home' }, true],
    [{ urlPath: '/api/messages*' }, false],
    [{ urlPath: '*messages*' }, false],
    [{ host: 'cruddur.com' }, true],
    [{ host: 'CRUDDUR.com:4567' }, true],
    [{ host: '*.cruddur.com' }, false],
    [{ host: 'cruddur.com:80' }, false],
    [{ host: 'cruddur.com', httpMethod: 'GET', urlPath: '/api/*' }, true],
    [{ host: 'cruddur.com', httpMethod: 'GET', urlPath: '/api/messages/*' }, false],
  ])('%j by stable names, old names and the whole URL: %j', ([changes, expected]) => {
    for (const attributes of [stable, old, client]) expect(matches(changes, attributes)).toBe(expected);
  });

  test.for<readonly [changes: Partial<SamplingRule>, attributes: Attributes, expected: boolean]>([
    [{ attributes: { 'user.id': 'And*' } }, stable, true],
    [{ attributes: { 'user.id': 'andrew', 'app.count': '3' } }, stable, true],
    [{ attributes: { 'user.id': 'andrew', 'app.count': '4' } }, stable, false],
    [{ attributes: { 'user.id': '*' } }, {}, false],
    [{ attributes: { 'User.Id': '*' } }, stable, false],
    [{ attributes: { 'app.tags': '*' } }, stable, false],
    [{ attributes: { constructor: '*' } }, stable, false],
    [
      { httpMethod: 'PURGE' },
      { 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' },
      true,
    ],
    [{ host: '::1' }, { 'server.address': '::1', 'server.port': 80 }, true],
    [{ host: '[::1]:80' }, { 'server.address': '::1', 'server.port': 80 }, true],
    [{ host: '[::1]:80' }, { 'http.host': '[::1]:80' }, true],
    [{ host: 'b.example' }, { 'net.host.name': 'b.example', 'net.host.port': 1 }, true],
    [{ host: 'b.example' }, { 'net.peer.name': 'b.example' }, true],
    [{ urlPath: '/' }, { 'url.full': 'https://a.example?b' }, true],
    [{ urlPath: '/c://d' }, { 'http.target': '/c://d' }, true],
    [{ urlPath: '/' }, {}, false],
    [{ host: 'a' }, {}, false],
    [{ httpMethod: 'GET' }, {}, false],
  ])('%j for %j is %j', ([changes, attributes, expected]) => {
    expect(matches(changes, attributes)).toBe(expected);
  });

  test('the default rule is for every request, whatever it says', () => {
    const changes = { name: 'Default', host: 'other', urlPath: '/other', attributes: { a: 'b' } };
    expect(matches(changes, stable)).toBe(true);
    expect(matches(changes, {})).toBe(true);
  });

  test('attributes of any shape throw nothing', () => {
    const names = fc.constantFrom(...Object.keys({ ...stable, ...old, ...client }), 'net.host.port', 'any');
    const everything = { httpMethod: '?*', urlPath: '?*', host: '?*', attributes: { any: '?*' } };
    fc.assert(
      fc.property(fc.dictionary(names, fc.anything()), (attributes) => {
        // safe: what an API without types lets through
        expect(typeof matches(everything, attributes as Attributes)).toBe('boolean');
      }),
    );
  });
});
