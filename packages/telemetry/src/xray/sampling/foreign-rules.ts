import type { Logger } from '../../log/logger.ts';
import { isForServiceName } from './rule-matcher.ts';
import type { SamplingRule } from './sampling-rule.ts';

/** Names the rules that can decide nothing here: usually the file has another name for the service than the service. */
export function warnOfForeignRules(rules: readonly SamplingRule[], serviceName: string, log: Logger): void {
  for (const rule of rules) {
    if (isForServiceName(rule, serviceName)) continue;
    log.warn(
      `X-Ray sampling rule ${JSON.stringify(rule.name)} is for the service ${JSON.stringify(rule.serviceName)} ` +
        `and decides nothing in ${JSON.stringify(serviceName)}`,
      { rule: rule.name, ruleServiceName: rule.serviceName, serviceName },
    );
  }
}
