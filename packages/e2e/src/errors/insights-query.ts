/** A query of CloudWatch Logs Insights, as far as it can be checked without AWS. */
export interface InsightsQuery {
  /** The comment that it begins with. */
  readonly description: string;
  readonly commands: readonly InsightsCommand[];
  /** Fields of events that it reads; not those that it makes (`as`) or that CloudWatch has (`@...`). */
  readonly fields: ReadonlySet<string>;
}

interface InsightsCommand {
  readonly name: string;
  readonly text: string;
}

const functions: ReadonlySet<string> = new Set(
  'count count_distinct sum min max avg pct latest earliest bin ispresent'.split(' '),
);
const words: ReadonlySet<string> = new Set(['as', 'by', 'asc', 'desc', 'and', 'or', 'not', 'in', 'like']);
const token = /"(?:[^"\\]|\\.)*"|`([^`]+)`|@[\w.]+|([A-Za-z_][\w]*)(\s*\()?|\d+[smhd]?|[-+*/=<>!(),]+|\s+/gy;

/** Throws on what is no part of the language as we use it. */
export function parseInsightsQuery(text: string): InsightsQuery {
  const lines = text.split('\n');
  const description = lines
    .filter(isComment)
    .map((line) => line.slice(1).trim())
    .join(' ');
  const source = lines
    .filter((line) => !isComment(line))
    .join('\n')
    .trim();
  const commands = source.split(/\s*\|\s*/).map((command): InsightsCommand => {
    const [, name = '', rest = ''] = /^(\w+)\s+([^]*)$/.exec(command) ?? [];
    return { name, text: rest };
  });
  const made = new Set<string>();
  const fields = new Set<string>();
  for (const { text: command } of commands) {
    const names = namesIn(command);
    for (const [index, name] of names.entries()) {
      if (names[index - 1] === 'as') made.add(name);
      else if (!words.has(name) && !made.has(name)) fields.add(name);
    }
  }
  return { description, commands, fields };
}

function namesIn(command: string): readonly string[] {
  const names: string[] = [];
  let end = 0;
  for (const match of command.matchAll(token)) {
    end = match.index + match[0].length;
    const [, quoted, plain, call] = match;
    if (call !== undefined) {
      if (plain === undefined || !functions.has(plain)) throw new Error(`no function ${plain}`);
    } else if (quoted !== undefined) names.push(quoted);
    else if (plain !== undefined) names.push(plain);
  }
  if (end !== command.length) throw new Error(`cannot be read: ${command.slice(end)}`);
  return names;
}

function isComment(line: string): boolean {
  return line.startsWith('#');
}
