import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSegment, fullDocuments } from '../testing/segment-documents.ts';
import { parseDaemonDatagram } from './parse-daemon-datagram.ts';

const header = '{"format":"json","version":1}';
const parse = (text: string): ReturnType<typeof parseDaemonDatagram> =>
  parseDaemonDatagram(new TextEncoder().encode(text));

describe('parseDaemonDatagram', () => {
  it.each([header, '{"format": "json", "version": 1}', '{"version":1,"format":"JSON"} '])(
    'reads the document after %j',
    (line) => {
      for (const document of fullDocuments) {
        const text = JSON.stringify(document);
        expect(parse(`${line}\n${text}`)).toEqual({ ok: true, document, text });
      }
    },
  );

  it('splits at the first line feed only', () => {
    const text = JSON.stringify(createSegment(), null, 2);
    expect(parse(`${header}\n${text}`)).toMatchObject({ ok: true, text });
  });

  it.each([
    ['', 'header', /found ""/],
    ['{"format":"json","version":2}\n{}', 'header', /"version\\":2/],
    ['{"format":"xml","version":1}\n{}', 'header', /xml/],
    ['{"version":1}\n{}', 'header', /version/],
    ['null\n{}', 'header', /null/],
    [JSON.stringify(createSegment()), 'header', /found "\{/],
    [header, 'document', /a line feed and a document/],
    [`${header}\n`, 'document', /found nothing/],
    [`${header}\nT1SCgA=`, 'document', /OTLP over UDP/],
    [`${header}\n{}`, 'document', /required/],
    [`${header}\n\n${JSON.stringify({ ...createSegment(), id: 'x' })}`, 'document', /16 lower-case/],
  ])('refuses %j and says where', (datagram, where, message) => {
    const result = parse(datagram);
    expect(result).toMatchObject({ ok: false, where });
    expect(result.ok ? '' : result.problems[0]?.message).toMatch(message);
  });

  it('refuses bytes that are not UTF-8', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(`${header}\n`), 0x22, 0xff, 0x22]);
    expect(parseDaemonDatagram(bytes)).toEqual({
      ok: false,
      where: 'document',
      problems: [{ path: '', message: `not UTF-8 after byte ${header.length + 1}` }],
    });
    expect(parseDaemonDatagram(new Uint8Array([0xff, 0x0a]))).toMatchObject({ ok: false, where: 'header' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = new Uint8Array([...new TextEncoder().encode(`${header}\n`), ...bytes]);
        expect(parseDaemonDatagram(bytes).ok).toBe(false);
        expect(parseDaemonDatagram(body)).toMatchObject({ ok: false, where: 'document' });
      }),
    );
  });
});
