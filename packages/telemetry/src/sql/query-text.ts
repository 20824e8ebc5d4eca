const maxLength = 2048;
// One pass: comments and quoted identifiers are recognised so that a quote inside them starts no literal.
const tokens =
  /--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|[eE]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|\$\d+|(?<![\w$.])[+-]?(?:0x[0-9a-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)(?![\w$])/gi;

/** `db.query.text`: the statement with every literal replaced by `?`; placeholders (`$1`) and quoted names stay. */
export function sanitizeQueryText(text: string): string {
  const sanitized = text
    .replace(tokens, (token) => {
      if (token.startsWith('--') || token.startsWith('/*')) return ' ';
      if (token.startsWith('"') || /^\$\d+$/.test(token)) return token;
      return '?';
    })
    .replace(/\s+/g, ' ')
    .trim();
  return sanitized.length > maxLength ? `${sanitized.slice(0, maxLength)}…` : sanitized;
}

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

/** Which operation on which table, for the span's name (`SELECT activities`). Takes sanitised text. */
export function summarizeQuery(sanitizedText: string): QuerySummary {
  const [, word = 'QUERY'] = /^\W*([a-z]+)/i.exec(sanitizedText) ?? [];
  // A common table expression hides the operation behind its own; the main statement is the last one.
  const operation = word.toUpperCase() === 'WITH' ? operationAfterWith(sanitizedText) : word.toUpperCase();
  const [, collection] = afterKeyword.exec(sanitizedText) ?? [];
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
