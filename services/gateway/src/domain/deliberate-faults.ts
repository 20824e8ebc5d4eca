/** An error that was asked for. */
class DeliberateFaultError extends Error {
  override readonly name = 'DeliberateFaultError';
}

/** Deep enough to have a stack worth reading. */
export function throwFault(): never {
  throw new DeliberateFaultError('thrown, because it was asked for', {
    cause: new RangeError('the cause of it all'),
  });
}

/** Rejects after the handler has given the control away. */
export async function rejectFault(): Promise<never> {
  await Promise.resolve();
  throw new DeliberateFaultError('rejected, because it was asked for');
}

/** The seeds' experiment: a handler whose `return` was taken away. */
export function forgetToReturn(): Response {
  // safe: it is not; that is the experiment, which the types rule out otherwise
  return undefined as unknown as Response;
}

/** Settles after `ms`, or as soon as the client has gone. */
export function waitFor(ms: number, clientSignal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      clientSignal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    clientSignal.addEventListener('abort', done, { once: true });
  });
}
