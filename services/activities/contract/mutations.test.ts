import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyPact, type ProviderUnderTest } from '@cruddur/trace-contract/pact';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChangedApp, type SourceChange } from './change-service.ts';
import { writePactExcerpt } from './pact-excerpt.ts';
import { sourceChanges } from './source-changes.ts';
import { startProvider, type ContractProvider } from './start-provider.ts';

const headPact = '../gateway/contract/pacts/gateway-activities.json';
const home = 'the home feed';
const unsampledHome = 'the home feed, unsampled';
const missingActivity = 'an activity that does not exist';
const newPost = 'a new post';

let provider: ContractProvider;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'activities-mutations-'));
  provider = await startProvider();
});
afterAll(async () => {
  await provider?.close();
  await rm(folder, { recursive: true });
});

interface Mutation {
  readonly mutation: string;
  readonly interaction: string;
  /** Of the service's source, or of the test's provider states. */
  readonly change: SourceChange | { readonly states: ProviderUnderTest['states'] };
  /** All in the message, in this order. */
  readonly says: readonly string[];
}

const mutations: readonly Mutation[] = [
  {
    mutation: 'the incoming context is not extracted',
    interaction: home,
    change: sourceChanges.doNotExtract,
    says: [
      'trace contract broken by the provider',
      `interaction: ${home}`,
      'without a parent elsewhere',
      'likely cause: the provider did not extract the incoming context',
      'traceparent     trace ',
      'x-amzn-trace-id trace ',
      'activities SERVER "GET /api/activities/home"',
    ],
  },
  {
    mutation: 'the incoming context, which is not sampled, is not extracted',
    interaction: unsampledHome,
    change: sourceChanges.doNotExtract,
    says: [
      'trace contract broken by the provider',
      `interaction: ${unsampledHome}`,
      '✗ SERVER "GET /api/activities/home" was recorded without a parent elsewhere',
      'likely cause: the provider did not extract the incoming context',
      'traceparent     trace ',
    ],
  },
  {
    mutation: 'http.route is gone',
    interaction: home,
    change: sourceChanges.hideRoutes,
    says: [
      '✗ http.route: expected "/api/activities/home", found nothing',
      "likely cause: the router's pattern",
    ],
  },
  {
    mutation: '4xx is marked as an error of the server',
    interaction: missingActivity,
    change: sourceChanges.blameServerFor4xx,
    says: ['✗ status: expected UNSET, found ERROR', "likely cause: 4xx is the client's fault"],
  },
  {
    mutation: 'a field of the answer is removed',
    interaction: home,
    change: sourceChanges.dropLikes,
    says: ['contract broken by the provider', 'likes_count', 'likes_count'],
  },
  {
    mutation: 'a field of the answer is renamed',
    interaction: home,
    change: sourceChanges.renameDisplayName,
    says: ['contract broken by the provider', 'display_name', 'is not what the contract declares'],
  },
  {
    mutation: 'a field of the answer gets another type',
    interaction: home,
    change: sourceChanges.likesAsText,
    says: ['contract broken by the provider', '$[0].likes_count: Expected', 'expected number'],
  },
  {
    mutation: 'a field is added that the contract does not declare',
    interaction: home,
    change: sourceChanges.addMood,
    says: ['the answer has fields that the contract does not declare'],
  },
  {
    mutation: 'a new field of the request is required',
    interaction: newPost,
    change: sourceChanges.requireVisibility,
    says: ['contract broken by the provider', 'expected 200 but was 422'],
  },
  {
    mutation: 'the status changes',
    interaction: newPost,
    change: sourceChanges.answerCreated,
    says: ['expected 200 but was 201', 'the contract declares no answer 201 of createActivity'],
  },
  {
    mutation: 'personal data is put on the span',
    interaction: home,
    change: sourceChanges.recordEmail,
    says: [
      '✗ user.email: forbidden here (value not shown)',
      'likely cause: an attribute that the contract forbids',
    ],
  },
  {
    mutation: 'two SERVER spans are recorded',
    interaction: home,
    change: sourceChanges.instrumentTwice,
    says: ['✗ expected 1 SERVER span, found 2', 'likely cause: the request is instrumented twice'],
  },
  {
    mutation: 'the span of the domain gets another name',
    interaction: home,
    change: sourceChanges.renameDomainSpan,
    says: ['missing below SERVER "GET /api/activities/home": INTERNAL "home-activities-mock-data"'],
  },
  {
    mutation: 'a provider state has no handler',
    interaction: home,
    change: { states: {} },
    says: ['there is no handler of the provider state "the seeded database"'],
  },
  {
    mutation: 'the handler of a provider state throws',
    interaction: home,
    change: { states: { 'the seeded database': () => Promise.reject(new Error('out of disk')) } },
    says: ['the handler of the provider state "the seeded database" threw: Error: out of disk'],
  },
];

async function verify(interaction: string, change: Partial<ProviderUnderTest> = {}): Promise<string> {
  const pactFile = join(folder, 'excerpt.json');
  await writePactExcerpt(headPact, pactFile, [interaction]);
  const verified = await verifyPact({ ...provider, ...change, pactFile, timeoutMs: 50 });
  return verified.flatMap(({ errors }) => errors.map(String)).join('\n');
}

it.each([home, unsampledHome, missingActivity, newPost])('%s is kept as it is', async (interaction) => {
  expect(await verify(interaction)).toBe('');
});

it.each(mutations)('$mutation', async ({ change, interaction, says }) => {
  const broken = 'states' in change ? change : { fetch: provider.serve(await createChangedApp(change)) };
  const message = await verify(interaction, broken);
  let from = 0;
  const positions = says.map((words) => (from = message.indexOf(words, from) + 1));
  expect({ message, missing: says.filter((_, index) => positions[index] === 0) }).toMatchObject({
    missing: [],
  });
});

it('two interactions with one description are refused', async () => {
  const pactFile = join(folder, 'twice.json');
  await writePactExcerpt(headPact, pactFile, [home, newPost], (text) =>
    text.replace(`"${newPost}"`, `"${home}"`),
  );
  await expect(verifyPact({ ...provider, pactFile })).rejects.toThrow(`two interactions called "${home}"`);
});
