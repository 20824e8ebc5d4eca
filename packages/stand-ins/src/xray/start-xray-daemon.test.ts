import { describe, expect, it } from 'vitest';
import { segment, subsegment } from '../testing/documents.ts';
import { eventually } from '../testing/eventually.ts';
import { header, sendDatagrams } from '../testing/send-datagrams.ts';
import type { ReceivedDocument, RejectedDocument } from './document-inbox.ts';
import { startXRayDaemon } from './start-xray-daemon.ts';

describe('startXRayDaemon', () => {
  it('takes documents by UDP and passes them on as they were sent', async () => {
    const received: ReceivedDocument[] = [];
    await using daemon = await startXRayDaemon({ onDocument: (document) => received.push(document) });
    const texts = [JSON.stringify(segment), JSON.stringify(subsegment, null, 1)];
    await sendDatagrams(
      daemon.udpPort,
      texts.map((text) => header + text),
    );
    await eventually('two documents', () => received.length === 2);
    expect(received).toEqual([
      { document: segment, text: texts[0], via: 'udp' },
      { document: subsegment, text: texts[1], via: 'udp' },
    ]);
    expect(daemon.documents).toEqual(received);
    expect(daemon.counts).toEqual({ accepted: 2, rejected: 0, dropped: 0, calls: 0 });
  });

  it('counts what it rejects and says why', async () => {
    const rejected: RejectedDocument[] = [];
    await using daemon = await startXRayDaemon({ onRejection: (rejection) => rejected.push(rejection) });
    await sendDatagrams(daemon.udpPort, [
      'nonsense',
      `${header}{}`,
      new Uint8Array([0xff]),
      header + JSON.stringify(segment),
    ]);
    await eventually('all four', () => daemon.counts.accepted === 1 && daemon.counts.rejected === 3);
    expect(rejected).toMatchObject([
      { via: 'udp', where: 'header' },
      {
        via: 'udp',
        where: 'document',
        text: '{}',
        problems: expect.arrayContaining([{ path: 'id', message: 'is required' }]),
      },
      { via: 'udp', where: 'header' },
    ]);
    expect(daemon.rejections).toEqual(rejected);
  });

  it('takes a document as large as UDP and X-Ray allow, and keeps no more than it is told', async () => {
    await using daemon = await startXRayDaemon({ maxKept: 2 });
    const bare = JSON.stringify({ ...segment, metadata: { default: '' } });
    const large = bare.replace('"default":""', `"default":"${'x'.repeat(64_000 - bare.length)}"`);
    for (const [index, text] of [large, bare, JSON.stringify(segment)].entries()) {
      await sendDatagrams(daemon.udpPort, [header + text]);
      await eventually('the document', () => daemon.counts.accepted === index + 1);
    }
    expect(daemon.documents.map(({ text }) => text)).toEqual([bare, JSON.stringify(segment)]);
  });

  it('loses datagrams when told to, and counts them', async () => {
    await using daemon = await startXRayDaemon();
    daemon.setFaults({ udp: 'drop' });
    await sendDatagrams(daemon.udpPort, [header + JSON.stringify(segment)]);
    await eventually('a dropped datagram', () => daemon.counts.dropped === 1);
    daemon.setFaults({});
    await sendDatagrams(daemon.udpPort, [header + JSON.stringify(subsegment)]);
    await eventually('a document', () => daemon.counts.accepted === 1);
    expect(daemon.documents).toMatchObject([{ document: subsegment }]);
  });

  it('says its address in the form of AWS_XRAY_DAEMON_ADDRESS', async () => {
    await using apart = await startXRayDaemon();
    expect(apart.address).toBe(`tcp:127.0.0.1:${apart.tcpPort} udp:127.0.0.1:${apart.udpPort}`);
    const port = apart.udpPort;
    await apart[Symbol.asyncDispose]();
    await using together = await startXRayDaemon({ udpPort: port, tcpPort: port });
    expect(together.address).toBe(`127.0.0.1:${port}`);
    expect(together.url).toBe(`http://127.0.0.1:${port}`);
  });

  it('listens on IPv6 too', async () => {
    await using daemon = await startXRayDaemon({ host: '::1' });
    await sendDatagrams(daemon.udpPort, [header + JSON.stringify(segment)], '::1');
    await eventually('a document', () => daemon.counts.accepted === 1);
    expect((await fetch(`${daemon.url}/GetSamplingRules`, { method: 'POST' })).status).toBe(200);
  });

  it('names a port that is taken and leaves nothing open', async () => {
    await using first = await startXRayDaemon();
    await expect(startXRayDaemon({ udpPort: first.udpPort })).rejects.toMatchObject({
      message: `UDP port ${first.udpPort} on 127.0.0.1 is taken by another process`,
      isTaken: true,
    });
    await using other = await startXRayDaemon();
    const free = other.udpPort;
    await other[Symbol.asyncDispose]();
    await expect(startXRayDaemon({ udpPort: free, tcpPort: first.tcpPort })).rejects.toMatchObject({
      message: `TCP port ${first.tcpPort} on 127.0.0.1 is taken by another process`,
      transport: 'TCP',
      port: first.tcpPort,
    });
    await using again = await startXRayDaemon({ udpPort: free });
    expect(again.udpPort).toBe(free);
  });

  it('says that an address is not of this machine', async () => {
    await expect(startXRayDaemon({ host: '203.0.113.1' })).rejects.toMatchObject({
      message: expect.stringMatching(/^UDP port 0 on 203\.0\.113\.1 cannot be had: this machine has no such/),
      isTaken: false,
    });
  });

  it('can be stopped and started again on its ports, twice over', async () => {
    const first = await startXRayDaemon();
    const { udpPort, tcpPort } = first;
    await fetch(`${first.url}/GetSamplingRules`, { method: 'POST' });
    await Promise.all([first[Symbol.asyncDispose](), first[Symbol.asyncDispose]()]);
    await expect(fetch(first.url)).rejects.toThrow('fetch failed');
    await using second = await startXRayDaemon({ udpPort, tcpPort });
    expect((await fetch(`${second.url}/GetSamplingRules`, { method: 'POST' })).status).toBe(200);
  });
});
