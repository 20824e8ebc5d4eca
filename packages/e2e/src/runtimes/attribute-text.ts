import type { AttributeValue } from '@cruddur/trace-model';

/** A value as it would be read aloud: texts as they are, everything else as JSON. */
export function attributeText(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
