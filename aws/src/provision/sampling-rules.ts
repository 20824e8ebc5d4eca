import {
  CreateSamplingRuleCommand,
  DeleteSamplingRuleCommand,
  ListTagsForResourceCommand,
  paginateGetSamplingRules,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSamplingRuleCommand,
  type SamplingRule,
  type XRayClient,
} from '@aws-sdk/client-xray';
import type { SamplingRuleSettings } from './desired-files.ts';
import { findByName } from './find-by-name.ts';
import { adoptedTag, madeTag, readOwnership } from './ownership-tag.ts';
import type { ActualResource, ResourceFields, ResourceStore } from './resource.ts';

/** X-Ray's sampling rules. The service's own `Default` rule is never touched. */
export function createSamplingRuleStore(
  client: XRayClient,
  rules: readonly SamplingRuleSettings[],
): ResourceStore {
  const ruleOf = (name: string): SamplingRuleSettings => findByName(rules, name, ({ RuleName }) => RuleName);
  return {
    kind: 'sampling rule',
    desired: rules.map((rule) => ({ kind: 'sampling rule', name: rule.RuleName, fields: toFields(rule) })),
    async read() {
      const found: ActualResource[] = [];
      for await (const page of paginateGetSamplingRules({ client }, {}))
        for (const { SamplingRule: rule } of page.SamplingRuleRecords ?? []) {
          const { RuleName: name, RuleARN: arn } = rule ?? {};
          if (rule === undefined || name === undefined || arn === undefined) continue;
          if (!rules.some(({ RuleName }) => RuleName === name)) continue;
          const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: arn }));
          found.push({
            kind: 'sampling rule',
            name,
            arn,
            ...readOwnership(Tags ?? []),
            fields: toFields(rule),
          });
        }
      return found;
    },
    async create(name) {
      await client.send(new CreateSamplingRuleCommand({ SamplingRule: ruleOf(name), Tags: [madeTag] }));
    },
    async update(name, { arn, adopt, changesFields }) {
      // First, so that nothing changes which we may not mark.
      if (adopt) await client.send(new TagResourceCommand({ ResourceARN: arn, Tags: [adoptedTag] }));
      const settings = ruleOf(name);
      // Attributes that are left out stay as they are; an empty object takes them away.
      const SamplingRuleUpdate = { ...settings, Attributes: settings.Attributes ?? {} };
      if (changesFields) await client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate }));
    },
    async remove(name) {
      await client.send(new DeleteSamplingRuleCommand({ RuleName: name }));
    },
    async release(arn, tagKeys) {
      await client.send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: [...tagKeys] }));
    },
  };
}

function toFields(rule: SamplingRule | SamplingRuleSettings): ResourceFields {
  return {
    Priority: rule.Priority ?? 0,
    FixedRate: rule.FixedRate ?? 0,
    ReservoirSize: rule.ReservoirSize ?? 0,
    ServiceName: rule.ServiceName ?? '',
    ServiceType: rule.ServiceType ?? '',
    ResourceARN: rule.ResourceARN ?? '',
    Host: rule.Host ?? '',
    HTTPMethod: rule.HTTPMethod ?? '',
    URLPath: rule.URLPath ?? '',
    ...Object.fromEntries(
      Object.entries(rule.Attributes ?? {}).map(([key, value]) => [`Attributes.${key}`, value]),
    ),
  };
}
