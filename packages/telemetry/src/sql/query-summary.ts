export interface QuerySummary {
  /** `db.operation.name`, upper case. */
  readonly operation: string;
  /** `db.collection.name`, when the statement names one table first. */
  readonly collection: string | undefined;
}

const name = String.raw`((?:"[^"]+"|[\w$]+)(?:\s*\.\s*(?:"[^"]+"|[\w$]+))?)`;
const afterKeyword = new RegExp(
  String.raw`\b(?:from|into|update|table|join)\s+(?:only\s+|if\s+(?:not\s+)?exists\s+)?${name}`,
  'i',
);

// Functions whose arguments are separated by FROM.
const functionWithFrom = /\b(?:extract|overlay|substring|trim)\s*\([^()]*\)/gi;

/** Which operation on which table, for the span's name (`SELECT activities`). Takes sanitised text. */
export function summarizeQuery(sanitizedText: string): QuerySummary {
  const [, word = 'QUERY'] = /^\W*([a-z]+)/i.exec(sanitizedText) ?? [];
  // A common table expression hides the operation behind its own; the main statement is the last one.
  const operation = word.toUpperCase() === 'WITH' ? operationAfterWith(sanitizedText) : word.toUpperCase();
  const [, collection] = afterKeyword.exec(sanitizedText.replace(functionWithFrom, '')) ?? [];
  return { operation, collection: collection?.replaceAll('"', '').replace(/\s/g, '') };
}

function operationAfterWith(text: string): string {
  let depth = 0;
  for (const [token] of text.matchAll(/[()]|\b(?:select|insert|update|delete|merge)\b/gi)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (depth === 0) return token.toUpperCase();
  }
  return 'WITH';
}
