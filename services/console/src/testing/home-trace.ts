export const homeTraceId = '0af7651916cd43dd8448eb211c80319c';

const span = (
  id: number,
  parent: number,
  name: string,
  kind: number,
  startMs: number,
  endMs: number,
): object => ({
  traceId: homeTraceId,
  spanId: String(id).padStart(16, '0'),
  parentSpanId: parent === 0 ? '' : String(parent).padStart(16, '0'),
  name,
  kind,
  startTimeUnixNano: String(1_795_000_000_000_000_000n + BigInt(startMs) * 1_000_000n),
  endTimeUnixNano: String(1_795_000_000_000_000_000n + BigInt(endMs) * 1_000_000n),
  attributes: parent === 0 ? [{ key: 'http.response.status_code', value: { intValue: '200' } }] : [],
});

const resource = (service: string): object => ({
  attributes: [{ key: 'service.name', value: { stringValue: service } }],
});

/** One request through two services as OTLP/JSON, a resource a service as exporters send it. */
export const homeTraceJson: string = JSON.stringify({
  resourceSpans: [
    {
      resource: resource('activities'),
      scopeSpans: [
        {
          scope: { name: 'cruddur' },
          spans: [
            span(4, 3, 'home-activities-mock-data', 1, 6, 15),
            span(3, 2, 'GET /api/activities/home', 2, 5, 16),
          ],
        },
      ],
    },
    {
      resource: resource('gateway'),
      scopeSpans: [
        {
          scope: { name: 'cruddur' },
          spans: [span(2, 1, 'GET', 3, 2, 18), span(1, 0, 'GET /api/activities/home', 2, 0, 20)],
        },
      ],
    },
  ],
});
