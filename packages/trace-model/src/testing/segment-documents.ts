import { maxSegmentBytes, type SegmentDocument } from '../xray/segment-document.ts';

/** A segment as small as X-Ray takes it; `fields` says what matters to the test. */
export function createSegment(fields: Partial<SegmentDocument> = {}): SegmentDocument {
  return {
    name: 'gateway',
    id: 'b7ad6b7169203331',
    trace_id: '1-0af76519-16cd43dd8448eb211c80319c',
    start_time: 1_790_000_000.000001,
    end_time: 1_790_000_000.25,
    ...fields,
  };
}

/** A subsegment that is sent on its own. */
export function createSubsegment(fields: Partial<SegmentDocument> = {}): SegmentDocument {
  return createSegment({
    name: 'activities',
    id: '00f067aa0ba902b7',
    type: 'subsegment',
    parent_id: 'b7ad6b7169203331',
    ...fields,
  });
}

/** A segment and a subsegment that use every field of the schema. */
const everyField: readonly SegmentDocument[] = [
  createSegment({
    name: 'Grüße: 東京 gateway/v1 2 %',
    parent_id: '53995c3f42cd8ad8',
    service: { version: '1.2.3' },
    user: 'andrew',
    origin: 'AWS::ECS::Fargate',
    resource_arn: 'arn:aws:ecs:us-east-1:123456789012:task/cruddur/1',
    http: {
      request: {
        method: 'GET',
        url: `https://cruddur.example/api/activities/home?q=${'x'.repeat(300)}`,
        user_agent: 'curl/8',
        client_ip: '2001:db8::1',
        x_forwarded_for: true,
      },
      response: { status: 500, content_length: 21 },
    },
    fault: true,
    error: false,
    throttle: false,
    cause: {
      working_directory: '/app',
      paths: ['src'],
      exceptions: [
        {
          id: '1111111111111111',
          message: 'broken',
          type: 'TypeError',
          remote: false,
          truncated: 3,
          skipped: 0,
          cause: '2222222222222222',
          stack: [{ path: 'file:///app/src/main.ts', line: 10, label: 'async start' }],
        },
        { id: '2222222222222222' },
      ],
    },
    annotations: { 'http.route': '/api', attempt: 2, cached: false },
    metadata: { default: { list: [1, null, { a: true }] }, 'mock-data': 'text' },
    aws: {
      account_id: '123456789012',
      cloudwatch_logs: [
        { log_group: '/cruddur', arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/cruddur' },
      ],
      ecs: { container: 'gateway', launch_type: 'fargate' },
      ec2: { instance_id: 'i-1', instance_size: 't3.micro' },
      eks: { cluster_name: 'c', pod: 'p' },
      elastic_beanstalk: { environment_name: 'e', deployment_id: 7, version_label: 'v' },
      xray: { sdk: 'cruddur for nodejs', sdk_version: '0.1.0', auto_instrumentation: false },
    },
    links: [
      { trace_id: '1-0af76519-16cd43dd8448eb211c80319d', id: '53995c3f42cd8ad8', attributes: { a: 1 } },
    ],
    subsegments: [
      {
        name: 'inner',
        id: '3333333333333333',
        start_time: 1_790_000_000.1,
        in_progress: true,
        subsegments: [],
      },
    ],
  }),
  createSubsegment({
    namespace: 'remote',
    precursor_ids: ['b7ad6b7169203331'],
    http: {
      request: { method: 'GET', url: 'http://127.0.0.1:4568/', traced: true },
      response: { status: 200 },
    },
    cause: '1111111111111111',
    sql: {
      url: 'postgres://127.0.0.1/cruddur',
      connection_string: 'postgres',
      sanitized_query: 'SELECT 1',
      database_type: 'postgresql',
      database_version: '18',
      driver_version: '1',
      user: 'app',
      preparation: 'statement',
    },
    aws: { operation: 'GetItem', region: 'us-east-1', request_id: 'r', table_names: ['a', 'b'], retries: 1 },
  }),
];

function withText(text: string): SegmentDocument {
  return createSegment({ id: '4444444444444444', metadata: { default: { text } } });
}

/** As large as a document may be, in characters that JSON escapes. */
function createLargestSegment(): SegmentDocument {
  const rest = maxSegmentBytes - JSON.stringify(withText('')).length;
  return withText(`${'\n'.repeat(Math.floor(rest / 2))}${'x'.repeat(rest % 2)}`);
}

const { end_time: _, ...unended } = createSegment({ id: '5555555555555555' });

/** Documents of every form and field, at the limits too; each has its own id. */
export const fullDocuments: readonly SegmentDocument[] = [
  ...everyField,
  { ...unended, in_progress: true },
  createSegment({ id: '6666666666666666', name: 'n'.repeat(200), start_time: 0, end_time: 0 }),
  createSubsegment({
    id: '7777777777777777',
    annotations: Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`key.${index}`, 'v'.repeat(100)]),
    ),
    metadata: { default: { text: '"id":"not this" \u2028 \\ \u{1f600}' } },
  }),
  createLargestSegment(),
];
