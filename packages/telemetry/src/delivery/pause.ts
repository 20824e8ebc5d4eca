/** Settles after `ms`. Keeps a process alive: somebody waits for what comes next. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
