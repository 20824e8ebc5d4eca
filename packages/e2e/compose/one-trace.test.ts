import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { eventually } from '../src/stack/eventually.ts';
import { isSampled, traceIdOf } from '../src/stack/trace-of.ts';
import { hasBothServices, shownTrace } from './shown-trace.ts';
import { describeStack, stack } from './stack.ts';

describeStack('a request to the stack', () => {
  it('is one trace by OTLP, by X-Ray and in the log lines of both services', async () => {
    const response = await fetch(`${stack.gatewayUrl}/api/activities/home`);
    expect(response.status).toBe(200);
    expect(isSampled(response)).toBe(true);
    const traceId = traceIdOf(response);
    const trace = await shownTrace(
      traceId,
      (shown) => hasBothServices(shown) && shown.logs.lineCount >= 2 && shown.spans.length >= 6,
    );
    expect(trace.xray.disagreementCount).toBe(0);
    expect(new Set(trace.logs.lines.map(({ service }) => service))).toEqual(
      new Set(['gateway', 'activities']),
    );
    // OTLP lines have no group: these came by CloudWatch's API.
    expect(trace.logs.lines.every(({ group }) => group === 'cruddur')).toBe(true);
    expect(trace.logs.lines.every((line) => line.traceId === traceId)).toBe(true);
    expect(trace.spans.map(({ name }) => name)).toContain('home-activities-mock-data');
  });

  it("has the same id at all four doors, and continues a caller's trace", async () => {
    const traceId = randomBytes(16).toString('hex');
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    for (const path of ['/api/activities/home', '/rollbar/test']) {
      const response = await fetch(`${stack.gatewayUrl}${path}`, { headers });
      expect(response.status).toBe(200);
      expect(traceIdOf(response)).toBe(traceId);
    }
    const trace = await shownTrace(
      traceId,
      ({ errors, logs, services, spans, xray }) =>
        services.length === 2 &&
        spans.length >= 7 &&
        xray.documentCount === spans.length &&
        logs.lineCount >= 4 &&
        errors.length > 0,
    );
    expect(trace.errors).toEqual([expect.objectContaining({ service: 'gateway', traceId })]);
    expect(trace.xray.disagreementCount).toBe(0);
  });

  it('gets no faults on request: this is production', async () => {
    const response = await fetch(`${stack.gatewayUrl}/api/faults/thrown`);
    expect(response.status).toBe(404);
  });
});

describeStack('the port of the X-Ray daemon', () => {
  it('takes segments by UDP', async () => {
    const traceId = `${Math.floor(Date.now() / 1000).toString(16)}${randomBytes(12).toString('hex')}`;
    const startTime = Date.now() / 1000;
    const segment = {
      name: 'by-hand',
      id: randomBytes(8).toString('hex'),
      trace_id: `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`,
      start_time: startTime,
      end_time: startTime + 0.1,
    };
    const datagram = `{"format":"json","version":1}\n${JSON.stringify(segment)}`;
    const script = `
      import { createSocket } from 'node:dgram';
      const socket = createSocket('udp4');
      socket.send(${JSON.stringify(datagram)}, 2000, 'console', (error) => {
        console.log(error === null ? 'sent' : String(error));
        socket.close();
      });
    `;
    expect(await stack.runInside('gateway', script)).toBe('sent');
    const trace = await shownTrace(traceId, ({ xray }) => xray.documentCount === 1);
    expect(trace.xray.documents[0]?.service).toBe('by-hand');
  });

  it('answers the samplers by TCP', async () => {
    const script = `
      const response = await fetch('http://console:2000/GetSamplingRules', { method: 'POST', body: '{}' });
      console.log(response.status + ' ' + (await response.text()));
    `;
    const answer = await stack.runInside('activities', script);
    expect(answer).toMatch(/^200 \{/);
    expect(answer).toContain('SamplingRuleRecords');
  });
});

describeStack('what an operator finds', () => {
  it('is written down as JSON lines, one object each', async () => {
    const text = await eventually(
      'the first lines',
      async () => (await stack.logsOf('gateway')) || undefined,
    );
    const lines = text.trim().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line).service)).toEqual(lines.map(() => 'gateway'));
  });

  it('has no complaint before it listens, though every variable of .env.example is empty', async () => {
    for (const service of ['gateway', 'activities'] as const) {
      const [beforeListening = ''] = (await stack.logsOf(service)).split(`${service} listens on`);
      expect(beforeListening).not.toMatch(/"level":"(warn|error)"/);
    }
  });
});
