import { describe, expect, it } from 'vitest';
import { parseConsoleConfig } from './config.ts';

describe('parseConsoleConfig', () => {
  it('has defaults for everything', () => {
    expect(parseConsoleConfig({})).toEqual({
      ok: true,
      warnings: [],
      config: {
        host: '127.0.0.1',
        port: 4569,
        otlpPort: 4318,
        xrayPort: 2000,
        maxSpans: 100_000,
        maxBytes: 268_435_456,
      },
    });
  });

  it('reports all problems at once', () => {
    const result = parseConsoleConfig({
      HOST: 'http://localhost',
      PORT: '70000',
      CRUDDUR_OTLP_PORT: 'x',
      CRUDDUR_XRAY_PORT: '2000/udp',
      CRUDDUR_CONSOLE_MAX_SPANS: '1',
      CRUDDUR_CONSOLE_MAX_BYTES: '1GB',
    });
    expect(result.ok ? [] : result.problems.map(({ variable }) => variable)).toEqual([
      'HOST',
      'PORT',
      'CRUDDUR_OTLP_PORT',
      'CRUDDUR_XRAY_PORT',
      'CRUDDUR_CONSOLE_MAX_SPANS',
      'CRUDDUR_CONSOLE_MAX_BYTES',
    ]);
  });

  it('refuses one port for both', () => {
    expect(parseConsoleConfig({ PORT: '4318' })).toMatchObject({
      ok: false,
      problems: [{ variable: 'CRUDDUR_OTLP_PORT', expected: 'another port than PORT' }],
    });
  });

  it('refuses a port for X-Ray that something else has', () => {
    for (const environment of [{ PORT: '2000' }, { CRUDDUR_OTLP_PORT: '2000' }]) {
      expect(parseConsoleConfig(environment)).toMatchObject({
        ok: false,
        problems: [
          { variable: 'CRUDDUR_XRAY_PORT', expected: 'another port than PORT and CRUDDUR_OTLP_PORT' },
        ],
      });
    }
  });

  it('warns that others can read along', () => {
    expect(parseConsoleConfig({ HOST: '0.0.0.0' })).toMatchObject({
      ok: true,
      warnings: [expect.stringMatching(/can read the traces/) as unknown],
    });
  });
});
