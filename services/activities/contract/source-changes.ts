import type { SourceChange } from './change-service.ts';

const tracing = 'app.use(traceRequests(deps.telemetry));';

/** As if a developer had forgotten what the gateway and its dashboards count on. */
export const sourceChanges = {
  doNotExtract: {
    file: 'app.ts',
    edits: [
      [
        tracing,
        `const { propagation } = deps.telemetry;
      const inboundTrust = 'ignore';
      app.use(traceRequests({ ...deps.telemetry, propagation: { ...propagation, inboundTrust } }));`,
      ],
    ],
  },
  // A second router, which the one that the middleware asks knows nothing of.
  hideRoutes: {
    file: 'app.ts',
    edits: [
      [tracing, ''],
      [
        'return app;',
        `const outer = new Hono();
        outer.use(traceRequests(deps.telemetry));
        outer.use((context, _next) => app.fetch(context.req.raw, context.env));
        return outer;`,
      ],
    ],
  },
  blameServerFor4xx: {
    file: 'app.ts',
    imports: "import { SpanStatusCode, trace } from '@opentelemetry/api';",
    edits: [
      [
        tracing,
        `${tracing}
      app.use(async (context, next) => {
        await next();
        if (context.res.status >= 400) trace.getActiveSpan()?.setStatus({ code: SpanStatusCode.ERROR });
      });`,
      ],
    ],
  },
  instrumentTwice: {
    file: 'app.ts',
    imports: "import { SpanKind } from '@opentelemetry/api';",
    edits: [
      [
        tracing,
        `${tracing}
      app.use(({ req }, next) =>
        deps.telemetry.tracer.startActiveSpan(req.method, { kind: SpanKind.SERVER }, async (span) => {
          await next();
          span.end();
        }),
      );`,
      ],
    ],
  },
  recordEmail: {
    file: 'domain/home-feed.ts',
    imports: "import { trace } from '@opentelemetry/api';",
    edits: [
      [
        'const time = now();',
        `const time = now();
      trace.getActiveSpan()?.setAttribute('user.email', 'worf@enterprise.example');`,
      ],
    ],
  },
  renameDomainSpan: {
    file: 'domain/span-names.ts',
    edits: [["'home-activities-mock-data'", "'home'"]],
  },
  dropLikes: { file: 'store/activity-row.ts', edits: [['likes_count: row.likesCount,', '']] },
  renameDisplayName: {
    file: 'store/activity-row.ts',
    edits: [['display_name: row.displayName,', 'displayName: row.displayName,']],
  },
  likesAsText: {
    file: 'store/activity-row.ts',
    edits: [['likes_count: row.likesCount,', 'likes_count: String(row.likesCount),']],
  },
  addMood: {
    file: 'store/activity-row.ts',
    edits: [['likes_count: row.likesCount,', "likes_count: row.likesCount, mood: 'good',"]],
  },
  requireVisibility: {
    file: 'routes/activities.ts',
    edits: [
      [
        'const post = validateNewActivity(',
        `if (!('visibility' in Object(body.value))) return context.json(['visibility_blank'], 422);
      const post = validateNewActivity(`,
      ],
    ],
  },
  answerCreated: {
    file: 'routes/activities.ts',
    edits: [
      [
        'return context.json(await createActivity(deps, post.value));',
        'return context.json(await createActivity(deps, post.value), 201);',
      ],
    ],
  },
} satisfies Record<string, SourceChange>;
