/** Where a command writes. */
export interface CommandOutput {
  readonly print: (text: string) => void;
  /** What is wrong, apart from the result. */
  readonly complain: (text: string) => void;
}
