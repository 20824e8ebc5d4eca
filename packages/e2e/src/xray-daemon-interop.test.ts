import { createSamplingRule, startXRayDaemon, type XRayDaemon } from '@cruddur/stand-ins';
import { xrayDocumentCorpus } from '@cruddur/trace-model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './stack/eventually.ts';
import { findXRayDaemon } from './xray/find-xray-daemon.ts';
import { sendDocuments } from './xray/send-documents.ts';
import { startRealDaemon, type RealDaemon } from './xray/start-real-daemon.ts';

const binary = await findXRayDaemon();
const binaryPath = binary.ok ? binary.path : '';
if (!binary.ok) {
  console.log(`LEFT OUT: the real X-Ray daemon against a corpus of documents, because ${binary.reason}.`);
}

const documents = xrayDocumentCorpus.map((document) => JSON.stringify(document));

async function askForRules(url: string): Promise<unknown> {
  const response = await fetch(`${url}/GetSamplingRules`, { method: 'POST', body: '{}' });
  return response.json();
}

describe.runIf(binary.ok)("AWS's X-Ray daemon in front of X-Ray's stand-in", () => {
  let xray: XRayDaemon;
  let daemon: RealDaemon;

  beforeAll(async () => {
    xray = await startXRayDaemon({ rules: [createSamplingRule({ RuleName: 'home', FixedRate: 1 })] });
    daemon = await startRealDaemon(binaryPath, xray.url);
  }, 60_000);
  afterAll(async () => {
    await daemon?.[Symbol.asyncDispose]();
    await xray?.[Symbol.asyncDispose]();
  });

  it('forwards every document of the corpus as it was sent, signed', async () => {
    await sendDocuments(daemon.port, documents);
    await eventually('all documents', async () => xray.counts.accepted >= documents.length || undefined);
    expect(xray.documents.map(({ text }) => text).toSorted()).toEqual(documents.toSorted());
    expect(xray.documents.every(({ via }) => via === 'http')).toBe(true);
    expect(xray.rejections).toEqual([]);
    expect(xray.calls.every(({ isSigned }) => isSigned)).toBe(true);
  });

  it('hands the rules through its proxy', async () => {
    expect(await askForRules(daemon.url)).toEqual(await askForRules(xray.url));
  });
});
