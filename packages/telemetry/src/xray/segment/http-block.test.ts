import { SpanKind, type Attributes } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { localParent, toDocument } from './fixtures/documents.ts';

type Http = ReturnType<typeof toDocument>['http'];
const server = (attributes: Attributes): Http => toDocument({ kind: SpanKind.SERVER, attributes }).http;
const client = (attributes: Attributes, tracedOrigins?: ReadonlySet<string>): Http =>
  toDocument(
    { kind: SpanKind.CLIENT, attributes, parentSpanContext: localParent },
    tracedOrigins && { tracedOrigins },
  ).http;

describe('one attribute', () => {
  test.each<readonly [Attributes, unknown]>([
    [{ 'http.request.method': 'GET' }, { request: { method: 'GET' } }],
    [{ 'http.method': 'GET' }, { request: { method: 'GET' } }],
    [{ 'http.request.method': 'GET', 'http.method': 'PUT' }, { request: { method: 'GET' } }],
    [
      { 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' },
      { request: { method: 'PURGE' } },
    ],
    [{ 'http.request.method': '_OTHER' }, { request: { method: '_OTHER' } }],
    [{ 'http.request.method': 'X'.repeat(300) }, { request: { method: 'X'.repeat(250) } }],
    [{ 'user_agent.original': 'curl' }, { request: { user_agent: 'curl' } }],
    [{ 'http.user_agent': 'curl' }, { request: { user_agent: 'curl' } }],
    [{ 'http.response.status_code': 204 }, { request: {}, response: { status: 204 } }],
    [{ 'http.status_code': 204 }, { request: {}, response: { status: 204 } }],
    [{ 'http.status_code': '204' }, { request: {} }],
    [{ 'http.status_code': 204.5 }, { request: {} }],
    [{ 'http.status_code': 0 }, { request: {} }],
    [{ 'url.full': 'https://a.example/?q=1#x' }, { request: { url: 'https://a.example/?q=1#x' } }],
    [{ 'http.url': 'https://a.example' }, { request: { url: 'https://a.example' } }],
    [{ 'url.scheme': 'http' }, { request: {} }],
    [{ 'http.scheme': 'http' }, { request: {} }],
    [{ 'url.path': '/a' }, { request: {} }],
    [{ 'url.query': 'a' }, { request: {} }],
    [{ 'http.target': '/a' }, { request: {} }],
    [{ 'http.host': 'h' }, { request: { url: 'http://h/' } }],
    [{ 'http.server_name': 'h' }, { request: { url: 'http://h/' } }],
    [{ 'net.host.port': 80 }, { request: {} }],
    [{ 'http.client_ip': '10.0.0.1' }, { request: { client_ip: '10.0.0.1', x_forwarded_for: true } }],
    [{ 'server.address': 'h' }, undefined],
    [{ 'net.host.name': 'h' }, undefined],
    [{ 'host.name': 'h' }, undefined],
    [{ 'client.address': '10.0.0.1' }, undefined],
    [{ 'network.peer.address': '10.0.0.1' }, undefined],
    [{}, undefined],
  ])('%j -> %j', (attributes, expected) => {
    expect(server(attributes)).toEqual(expected);
  });
});

describe('the URL of a server', () => {
  test.each<readonly [Attributes, string]>([
    [{ 'server.address': 'h', 'url.path': '/a' }, 'http://h/a'],
    [{ 'server.address': 'h', 'server.port': 4567, 'url.path': '/a' }, 'http://h:4567/a'],
    [{ 'server.address': 'h', 'server.port': 80, 'url.scheme': 'http' }, 'http://h/'],
    [{ 'server.address': 'h', 'server.port': 443, 'url.scheme': 'https' }, 'https://h/'],
    [{ 'server.address': 'h', 'server.port': 443, 'url.scheme': 'http' }, 'http://h:443/'],
    [{ 'server.address': 'h', 'server.port': 80, 'url.scheme': 'https' }, 'https://h:80/'],
    [{ 'server.address': 'h', 'server.port': 0.5, 'url.path': '/' }, 'http://h/'],
    [{ 'server.address': '::1', 'server.port': 4567, 'url.path': '/' }, 'http://[::1]:4567/'],
    [{ 'server.address': '[::1]', 'url.path': '/' }, 'http://[::1]/'],
    [{ 'server.address': 'h', 'url.path': '/a', 'url.query': 'q=1' }, 'http://h/a?q=1'],
    [{ 'server.address': 'h', 'url.path': '/a', 'url.query': '?q=1' }, 'http://h/a?q=1'],
    [{ 'server.address': 'h', 'url.query': 'q=1' }, 'http://h/?q=1'],
    [{ 'server.address': 'h', 'url.path': 'a' }, 'http://h/a'],
    [{ 'net.host.name': 'h', 'net.host.port': 81, 'http.target': '/a?q=1' }, 'http://h:81/a?q=1'],
    [{ 'http.scheme': 'https', 'host.name': 'h' }, 'https://h/'],
    [{ 'http.host': 'h:81', 'server.address': 'x', 'server.port': 9 }, 'http://h:81/'],
    [{ 'http.server_name': 'n', 'net.host.name': 'x' }, 'http://n/'],
    [{ 'url.full': 'http://full/', 'server.address': 'x' }, 'http://full/'],
    [{ 'server.address': 'h', 'net.peer.port': 1, 'url.path': '/' }, 'http://h/'],
  ])('%j -> %s', (attributes, url) => {
    expect(server(attributes)).toEqual({ request: { url } });
  });
});

describe('the URL of a client', () => {
  test.each<readonly [Attributes, string]>([
    [{ 'url.full': 'https://a.example/x', 'server.address': 'y' }, 'https://a.example/x'],
    [{ 'net.peer.name': 'h', 'net.peer.port': 81, 'http.target': '/a' }, 'http://h:81/a'],
    [{ 'net.peer.ip': 'fe80::1', 'http.target': '/a' }, 'http://[fe80::1]/a'],
    [{ 'server.address': 'h', 'server.port': 8080, 'url.path': '/a' }, 'http://h:8080/a'],
    [{ 'http.host': 'h', 'net.peer.port': 81 }, 'http://h/'],
    [{ 'server.address': 'h', 'net.host.port': 81 }, 'http://h/'],
  ])('%j -> %s', (attributes, url) => {
    expect(client(attributes)).toEqual({ request: { url } });
  });
});

describe('the client of a server', () => {
  test.each<readonly [string, Attributes, unknown]>([
    [
      'the peer itself',
      { 'client.address': '10.0.0.1', 'network.peer.address': '10.0.0.1' },
      { client_ip: '10.0.0.1' },
    ],
    [
      'an address from a header',
      { 'client.address': '203.0.113.9', 'network.peer.address': '10.0.0.1' },
      { client_ip: '203.0.113.9', x_forwarded_for: true },
    ],
    [
      'an address without a peer',
      { 'client.address': '203.0.113.9' },
      { client_ip: '203.0.113.9', x_forwarded_for: true },
    ],
    ['only a peer', { 'network.peer.address': '10.0.0.1' }, { client_ip: '10.0.0.1' }],
    ['only an old peer', { 'net.peer.ip': '10.0.0.1' }, { client_ip: '10.0.0.1' }],
    ['only a socket’s peer', { 'net.sock.peer.addr': '10.0.0.1' }, { client_ip: '10.0.0.1' }],
    [
      'a name instead of an address',
      { 'client.address': 'laptop', 'network.peer.address': '10.0.0.1' },
      { client_ip: '10.0.0.1' },
    ],
    [
      'IPv6',
      { 'client.address': '2001:db8::1', 'network.peer.address': '2001:db8::1' },
      { client_ip: '2001:db8::1' },
    ],
    ['no address at all', { 'client.address': '/tmp/socket' }, {}],
  ])('%s', (_, attributes, expected) => {
    expect(server({ 'http.request.method': 'GET', ...attributes })).toEqual({
      // safe: the table has objects only
      request: { method: 'GET', ...(expected as object) },
    });
  });

  test('is not written of a call, whose peer is the other side', () => {
    expect(client({ 'http.request.method': 'GET', 'network.peer.address': '10.0.0.1' })).toEqual({
      request: { method: 'GET' },
    });
  });

  test('a subsegment cannot say that its address was forwarded', () => {
    const attributes = { 'http.request.method': 'GET', 'client.address': '10.0.0.1' };
    const document = toDocument({ kind: SpanKind.SERVER, attributes, parentSpanContext: localParent });
    expect(document.http).toEqual({ request: { method: 'GET', client_ip: '10.0.0.1' } });
  });
});

describe('content_length', () => {
  test.each<readonly [Attributes, number | undefined]>([
    [{ 'http.response.body.size': 12 }, 12],
    [{ 'http.response_content_length': 12 }, 12],
    [{ 'message.type': 'RECEIVED', 'messaging.message_payload_size_bytes': 12 }, 12],
    [{ 'message.type': 'SENT', 'messaging.message_payload_size_bytes': 12 }, undefined],
    [{ 'http.response.body.size': 0 }, 0],
    [{ 'http.response.body.size': -1 }, undefined],
    [{ 'http.response.body.size': '12' }, undefined],
    [{}, undefined],
  ])('%j -> %j', (attributes, expected) => {
    const { http } = toDocument({ attributes: { 'http.response.status_code': 200, ...attributes } });
    expect(http?.response).toEqual(
      expected === undefined ? { status: 200 } : { status: 200, content_length: expected },
    );
  });
});

describe('traced', () => {
  const origins = new Set(['http://127.0.0.1:4568', 'https://a.example']);
  const answered = { 'http.response.status_code': 200 };
  test.each<readonly [string, Attributes, true | undefined]>([
    ['an answered call to a service of ours', { 'url.full': 'http://127.0.0.1:4568/x', ...answered }, true],
    ['without a path', { 'url.full': 'https://a.example', ...answered }, true],
    [
      'from parts',
      { 'server.address': '127.0.0.1', 'server.port': 4568, 'url.path': '/', ...answered },
      true,
    ],
    ['a stranger', { 'url.full': 'http://127.0.0.1:4569/x', ...answered }, undefined],
    ['a stranger with a name like ours', { 'url.full': 'https://a.example.evil/', ...answered }, undefined],
    ['a call without an answer', { 'url.full': 'http://127.0.0.1:4568/x' }, undefined],
    ['no absolute URL', { 'url.full': '/x', ...answered }, undefined],
  ])('%s', (_, attributes, traced) => {
    expect(client(attributes, origins)?.request?.traced).toBe(traced);
  });

  test('is for calls only', () => {
    const attributes = { 'url.full': 'https://a.example/', ...answered };
    const document = toDocument({ attributes }, { tracedOrigins: origins });
    expect(document.http?.request).toEqual({ url: 'https://a.example/' });
    expect(client(attributes)?.request).toEqual({ url: 'https://a.example/' });
  });
});
