import { beforeAll, describe, it } from 'vitest';
import { throwAll } from '../report/throw-all.ts';
import { readPactFile } from './pact-file.ts';
import { verifyPact, type VerifiedInteraction, type VerifyPactOptions } from './verify-pact.ts';

export type ProviderUnderTest = Omit<VerifyPactOptions, 'pactFile'>;

export interface VerifyTracedPactOptions {
  /** Paths of pact files. */
  readonly pactFiles: readonly string[];
  /** Called once, before the first interaction. */
  readonly startProvider: () => Promise<ProviderUnderTest>;
  /** Told everything that was seen, when a pact is done. */
  readonly onVerified?: (verified: readonly VerifiedInteraction[]) => void;
  /** For starting the provider and replaying everything. @default 60000 */
  readonly timeoutMs?: number;
}

/** Declares one vitest `it` for every interaction of the pacts: the answer, the provider state and the trace. */
export function verifyTracedPact({
  onVerified,
  pactFiles,
  startProvider,
  timeoutMs = 60_000,
}: VerifyTracedPactOptions): void {
  let provider: ProviderUnderTest | undefined;
  describe.each(pactFiles)('%s', (pactFile) => {
    // Read here, so that a broken file fails the whole test file, by name.
    const { interactions } = readPactFile(pactFile);
    let verified: readonly VerifiedInteraction[] = [];

    beforeAll(async () => {
      provider ??= await startProvider();
      verified = await verifyPact({ ...provider, pactFile });
      onVerified?.(verified);
    }, timeoutMs);

    // oxlint-disable-next-line vitest/expect-expect -- throwing is the assertion
    it.each(interactions)('$description', ({ description }) => {
      const found = verified.find(({ interaction }) => interaction.description === description);
      throwAll(found?.errors ?? [new Error('it was not verified')]);
    });
  });
}
