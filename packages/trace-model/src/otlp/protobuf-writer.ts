const textEncoder = new TextEncoder();

/** Protobuf fields for the small answers a receiver gives; a default value writes nothing, as proto3 asks. */
export function toVarintField(field: number, value: number): readonly number[] {
  return value === 0 ? [] : [...toVarint(field * 8), ...toVarint(value)];
}

export function toTextField(field: number, text: string): readonly number[] {
  return text === '' ? [] : toMessageField(field, [...textEncoder.encode(text)]);
}

export function toMessageField(field: number, message: readonly number[]): readonly number[] {
  return [...toVarint(field * 8 + 2), ...toVarint(message.length), ...message];
}

function toVarint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
