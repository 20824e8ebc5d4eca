import type { EnvironmentReader } from './environment-reader.ts';

const logGroupName = /^(?!aws\/)[\w./#-]{1,512}$/;

/** `CLOUDWATCH_LOG_GROUP`: where the lines go, and what the segments of X-Ray point to. */
export function readLogGroup(read: EnvironmentReader): string | undefined {
  const name = read.text('CLOUDWATCH_LOG_GROUP');
  if (name === undefined || logGroupName.test(name)) return name;
  read.problem(
    'CLOUDWATCH_LOG_GROUP',
    JSON.stringify(name.slice(0, 60)),
    'the name of a log group: 1 to 512 letters, digits and . - _ / #, that does not begin with aws/',
  );
  return undefined;
}
