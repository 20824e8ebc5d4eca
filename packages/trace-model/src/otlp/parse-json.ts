import { OtlpDecodeError } from './otlp-result.ts';

/** Throws an `OtlpDecodeError` where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OtlpDecodeError([], `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
