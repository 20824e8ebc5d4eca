// For checks of a set-up from outside, such as `npm run doctor`
export {
  askHoneycomb,
  honeycombTargetOf,
  judgeHoneycombKey,
  type HoneycombAnswer,
  type HoneycombTarget,
} from './checks/honeycomb-key.ts';
export {
  parseConfigCheck,
  toConfigCheckLine,
  type ConfigCheck,
  type ConfigFacts,
  type ListeningPort,
} from './checks/config-check.ts';
export { describeFailure } from './delivery/failure.ts';
export { parseSamplingRules } from './xray/sampling/parse-sampling-rules.ts';
export { parseRuleRecords } from './xray/sampling/rule-records.ts';
export { isForServiceName } from './xray/sampling/rule-matcher.ts';
export { defaultRuleName, type SamplingRule } from './xray/sampling/sampling-rule.ts';
