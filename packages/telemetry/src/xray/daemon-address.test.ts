import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileText } from '../testing/arbitraries.ts';
import { defaultDaemonAddress, parseDaemonAddress } from './daemon-address.ts';

const end = (host: string, port: number): { host: string; port: number } => ({ host, port });

describe('the documented forms', () => {
  test.for([
    ['127.0.0.1:2000', defaultDaemonAddress.udp, defaultDaemonAddress.tcp],
    ['xray-daemon:2001', end('xray-daemon', 2001), end('xray-daemon', 2001)],
    [' xray_daemon.local:65535 ', end('xray_daemon.local', 65_535), end('xray_daemon.local', 65_535)],
    ['tcp:a:1 udp:b:2', end('b', 2), end('a', 1)],
    ['udp:b:2 tcp:a:1', end('b', 2), end('a', 1)],
    ['UDP:127.0.0.2:2  TCP:127.0.0.1:1', end('127.0.0.2', 2), end('127.0.0.1', 1)],
  ] as const)('%s', ([text, udp, tcp]) => {
    expect(parseDaemonAddress(text)).toEqual({ ok: true, address: { udp, tcp } });
  });
});

describe('what is wrong is said', () => {
  test.for([
    ['udp:127.0.0.1:2000', 'needs the other one'],
    ['tcp:127.0.0.1:2000', 'needs the other one'],
    ['tcp:2000', 'needs the other one'],
    ['tcp:a:1 tcp:b:2', 'one is for tcp: and one for udp:'],
    ['udp:a:1 udp:b:2', 'one is for tcp: and one for udp:'],
    ['a:1 b:2', 'one is for tcp: and one for udp:'],
    ['tcp:a:1 b:2', 'one is for tcp: and one for udp:'],
    ['tcp:a:1 udp:b:2 udp:c:3', 'not more than two'],
    ['[::1]:2000', 'no IPv6'],
    ['::1', 'no IPv6'],
    ['fe80::1:2000', 'no IPv6'],
    ['tcp:[::1]:2000 udp:[::1]:2000', 'no IPv6'],
    ['http://127.0.0.1:2000', 'without a scheme'],
    ['localhost', 'host is a name'],
    [':2000', 'host is a name'],
    ['localhost:', 'port from 1 to 65535'],
    ['localhost:0', 'port from 1 to 65535'],
    ['localhost:65536', 'port from 1 to 65535'],
    ['localhost:2e3', 'port from 1 to 65535'],
    ['localhost:-1', 'port from 1 to 65535'],
    ['127.0.0.256:2000', 'IPv4'],
    ['127.1:2000', 'IPv4'],
    ['user@host:2000', 'host is a name'],
    ['tcp:a:1 udp:b:0', 'port from 1 to 65535'],
    ['', 'host:port'],
  ] as const)('%s: %s', ([text, expected]) => {
    expect(parseDaemonAddress(text)).toEqual({ ok: false, expected: expect.stringContaining(expected) });
  });
});

test('any text is read or refused, and what is read can be written and read again', () => {
  const host = fc.oneof(fc.ipV4(), fc.domain(), fc.constant('localhost'));
  const port = fc.integer({ min: 1, max: 65_535 });
  fc.assert(
    fc.property(
      fc.tuple(host, port, host, port, fc.boolean()),
      ([udpHost, udpPort, tcpHost, tcpPort, tcpFirst]) => {
        const [udp, tcp] = [`udp:${udpHost}:${udpPort}`, `tcp:${tcpHost}:${tcpPort}`];
        expect(parseDaemonAddress(tcpFirst ? `${tcp} ${udp}` : `${udp} ${tcp}`)).toEqual({
          ok: true,
          address: { udp: end(udpHost, udpPort), tcp: end(tcpHost, tcpPort) },
        });
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(hostileText, fc.string({ unit: fc.constantFrom(...'tcpud:0129. []'.split('')) })),
      (text) => {
        const result = parseDaemonAddress(text);
        if (!result.ok) return;
        for (const { host, port } of [result.address.udp, result.address.tcp])
          expect(parseDaemonAddress(`${host}:${port}`)).toMatchObject({ ok: true });
      },
    ),
  );
});
