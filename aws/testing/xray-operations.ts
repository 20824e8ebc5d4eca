import type { Service } from '@aws-sdk/client-xray';
import { z } from 'zod';
import type { GroupSettings, SamplingRuleSettings } from '../src/provision/desired-files.ts';
import { AwsError, defineOperation, type AwsOperation } from './aws-operation.ts';
import { pageOf } from './page.ts';

const refusal = 'InvalidRequestException';
const accountArn = 'arn:aws:xray:eu-central-1:123456789012';

const tags = z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) }));
const settings = {
  RuleName: z.string().min(1).max(32),
  ResourceARN: z.string().max(500),
  Priority: z.int().min(1).max(9999),
  FixedRate: z.number().min(0).max(1),
  ReservoirSize: z.int().min(0),
  ServiceName: z.string().max(64),
  ServiceType: z.string().max(64),
  Host: z.string().max(64),
  HTTPMethod: z.string().max(10),
  URLPath: z.string().max(128),
  Attributes: z.record(z.string(), z.string()).optional(),
};
const rule = z.strictObject({ ...settings, Version: z.literal(1) });
const group = {
  GroupName: z.string().regex(/^[A-Za-z0-9-]{1,32}$/),
  FilterExpression: z.string().optional(),
  InsightsConfiguration: z
    .strictObject({ InsightsEnabled: z.boolean(), NotificationsEnabled: z.boolean() })
    .optional(),
};
const onlyToken = z.strictObject({ NextToken: z.string().optional() });

interface Group {
  readonly GroupName: string;
  readonly FilterExpression?: string | undefined;
  readonly InsightsConfiguration?: GroupSettings['InsightsConfiguration'] | undefined;
}
type Tags = Record<string, string>;

/** What the double's X-Ray holds; tests read and change it as somebody with a console would. */
export interface XRayState {
  readonly rules: Map<string, SamplingRuleSettings>;
  readonly groups: Map<string, Group>;
  /** By ARN. */
  readonly tags: Map<string, Tags>;
  /** In the wire's form: times are epoch seconds. */
  services: readonly (Omit<Service, 'StartTime' | 'EndTime'> & { readonly StartTime?: number })[];
}

/** X-Ray's own rule, which is always there and cannot be deleted. */
const defaultRule = {
  RuleName: 'Default',
  RuleARN: `${accountArn}:sampling-rule/Default`,
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
};

export function createXRayState(): XRayState {
  return { rules: new Map(), groups: new Map(), tags: new Map(), services: [] };
}

export function ruleArn(name: string): string {
  return `${accountArn}:sampling-rule/${name}`;
}

export function groupArn(name: string): string {
  return `${accountArn}:group/${name}/ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
}

/** The operations of X-Ray that the commands call, by their paths. */
export function createXRayOperations(
  state: XRayState,
  pageSize: number,
): Readonly<Record<string, AwsOperation>> {
  return {
    '/GetSamplingRules': defineOperation(onlyToken, refusal, ({ NextToken }) => {
      const all = [{ SamplingRule: defaultRule }, ...[...state.rules.values()].map(toRecord)];
      const page = pageOf(all, NextToken, pageSize, refusal);
      return { SamplingRuleRecords: page.items, NextToken: page.nextToken };
    }),
    '/CreateSamplingRule': defineOperation(
      z.strictObject({ SamplingRule: rule, Tags: tags.optional() }),
      refusal,
      ({ SamplingRule, Tags }) => {
        if (state.rules.has(SamplingRule.RuleName)) throw new AwsError(400, refusal, 'Rule already exists');
        state.rules.set(SamplingRule.RuleName, SamplingRule);
        state.tags.set(ruleArn(SamplingRule.RuleName), toTagRecord(Tags ?? []));
        return { SamplingRuleRecord: toRecord(SamplingRule) };
      },
    ),
    '/UpdateSamplingRule': defineOperation(
      z.strictObject({
        SamplingRuleUpdate: z.strictObject(settings).partial().required({ RuleName: true }),
      }),
      refusal,
      ({ SamplingRuleUpdate: update }) => {
        const stored = state.rules.get(update.RuleName);
        if (stored === undefined) throw new AwsError(400, refusal, 'Rule not found');
        const changed = rule.parse({ ...stored, ...update });
        state.rules.set(update.RuleName, changed);
        return { SamplingRuleRecord: toRecord(changed) };
      },
    ),
    '/DeleteSamplingRule': defineOperation(
      z.strictObject({ RuleName: z.string() }),
      refusal,
      ({ RuleName }) => {
        mustExist(state.rules.delete(RuleName), 'Rule');
        state.tags.delete(ruleArn(RuleName));
        return {};
      },
    ),
    '/Groups': defineOperation(onlyToken, refusal, ({ NextToken }) => {
      const page = pageOf([...state.groups.values()].map(toGroup), NextToken, pageSize, refusal);
      return { Groups: page.items, NextToken: page.nextToken };
    }),
    '/CreateGroup': defineOperation(
      z.strictObject({ ...group, Tags: tags.optional() }),
      refusal,
      ({ Tags, ...created }) => {
        if (state.groups.has(created.GroupName)) throw new AwsError(400, refusal, 'Group already exists');
        state.groups.set(created.GroupName, created);
        state.tags.set(groupArn(created.GroupName), toTagRecord(Tags ?? []));
        return { Group: toGroup(created) };
      },
    ),
    '/UpdateGroup': defineOperation(z.strictObject(group), refusal, (update) => {
      const stored = state.groups.get(update.GroupName);
      if (stored === undefined) throw new AwsError(400, refusal, 'Group not found');
      state.groups.set(update.GroupName, { ...stored, ...update });
      return { Group: toGroup({ ...stored, ...update }) };
    }),
    '/DeleteGroup': defineOperation(z.strictObject({ GroupName: z.string() }), refusal, ({ GroupName }) => {
      mustExist(state.groups.delete(GroupName), 'Group');
      state.tags.delete(groupArn(GroupName));
      return {};
    }),
    '/ListTagsForResource': defineOperation(
      z.strictObject({ ResourceARN: z.string(), NextToken: z.string().optional() }),
      refusal,
      ({ ResourceARN }) => ({
        Tags: Object.entries(tagsOf(state, ResourceARN)).map(([Key, Value]) => ({ Key, Value })),
      }),
    ),
    '/TagResource': defineOperation(
      z.strictObject({ ResourceARN: z.string(), Tags: tags }),
      refusal,
      ({ ResourceARN, Tags }) => {
        state.tags.set(ResourceARN, { ...tagsOf(state, ResourceARN), ...toTagRecord(Tags) });
        return {};
      },
    ),
    '/UntagResource': defineOperation(
      z.strictObject({ ResourceARN: z.string(), TagKeys: z.array(z.string()) }),
      refusal,
      ({ ResourceARN, TagKeys }) => {
        const kept = Object.entries(tagsOf(state, ResourceARN)).filter(([key]) => !TagKeys.includes(key));
        state.tags.set(ResourceARN, Object.fromEntries(kept));
        return {};
      },
    ),
    '/ServiceGraph': defineOperation(
      z.strictObject({
        StartTime: z.number(),
        EndTime: z.number(),
        GroupName: z.string().optional(),
        NextToken: z.string().optional(),
      }),
      refusal,
      ({ StartTime, EndTime, GroupName, NextToken }) => {
        if (EndTime <= StartTime || EndTime - StartTime > 6 * 3600)
          throw new AwsError(400, refusal, 'The time range must be from 0 to 6 hours');
        if (GroupName !== undefined) mustExist(state.groups.has(GroupName), 'Group');
        const page = pageOf(state.services, NextToken, pageSize, refusal);
        return {
          StartTime,
          EndTime,
          Services: page.items,
          ContainsOldGroupVersions: false,
          NextToken: page.nextToken,
        };
      },
    ),
  };
}

function tagsOf(state: XRayState, arn: string): Tags {
  const found = state.tags.get(arn);
  if (found === undefined) throw new AwsError(404, 'ResourceNotFoundException', `${arn} not found`);
  return found;
}

function toTagRecord(list: z.infer<typeof tags>): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

/** The rate comes back as the nearest 32-bit number. */
function toRecord(stored: SamplingRuleSettings): object {
  return {
    SamplingRule: {
      ...stored,
      Attributes: stored.Attributes ?? {},
      FixedRate: Math.fround(stored.FixedRate),
      RuleARN: ruleArn(stored.RuleName),
    },
    CreatedAt: 1,
    ModifiedAt: 1,
  };
}

function toGroup(stored: Group): object {
  return { ...stored, GroupARN: groupArn(stored.GroupName) };
}

function mustExist(isThere: boolean, what: string): void {
  if (!isThere) throw new AwsError(400, refusal, `${what} not found`);
}
