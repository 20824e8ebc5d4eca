import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  groupsFile,
  logGroupFile,
  samplingRuleFile,
  type GroupSettings,
  type LogGroupSettings,
  type SamplingRuleSettings,
} from './desired-files.ts';

export interface DesiredState {
  readonly samplingRules: readonly SamplingRuleSettings[];
  readonly groups: readonly GroupSettings[];
  readonly logGroup: LogGroupSettings;
}

export type DesiredStateResult =
  | { readonly ok: true; readonly desired: DesiredState }
  /** Each names the file and the field. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads what the files of `folder` (`aws/json`) want. All problems are found at once; never rejects. */
export async function readDesired(folder: string): Promise<DesiredStateResult> {
  const problems: string[] = [];
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    try {
      const parsed = schema.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')));
      if (parsed.success) return parsed.data;
      for (const { path, message } of parsed.error.issues)
        problems.push(`aws/json/${file}: ${path.join('.') || 'the file'}: ${message}`);
    } catch (error) {
      problems.push(`aws/json/${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return undefined;
  };
  const gateway = await read('xray.json', samplingRuleFile);
  const activities = await read('xray-activities.json', samplingRuleFile);
  const groups = await read('xray-groups.json', groupsFile);
  const logGroup = await read('log-group.json', logGroupFile);
  if (gateway === undefined || activities === undefined || groups === undefined || logGroup === undefined)
    return { ok: false, problems };
  const samplingRules = [gateway.SamplingRule, activities.SamplingRule];
  return { ok: true, desired: { samplingRules, groups: groups.Groups, logGroup } };
}
