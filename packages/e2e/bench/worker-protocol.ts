/** What the runner and one kind of its processes say to each other over IPC. */
export interface WorkerProtocol {
  /** Sent by the process once it can be used. */
  readonly ready: object;
  readonly command: object;
  readonly answer: object;
}

/** Runs in the process: answers each command of the runner, and ends when the runner is gone. */
export function serveCommands<Protocol extends WorkerProtocol>(
  ready: Protocol['ready'],
  answer: (command: Protocol['command']) => Protocol['answer'] | Promise<Protocol['answer']>,
): void {
  process.on('message', (command: Protocol['command']) => {
    // A rejection ends the process, which the runner reports.
    void Promise.resolve(answer(command)).then((message) => process.send?.(message));
  });
  process.on('disconnect', () => process.exit(1));
  // Ctrl-C reaches the whole process group: the runner decides when and how its processes end.
  process.on('SIGINT', () => {});
  process.send?.(ready);
}
