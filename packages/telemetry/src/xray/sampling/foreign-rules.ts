import type { LogAttributes, Logger } from '../../log/logger.ts';
import { isForServiceName } from './rule-matcher.ts';
import { defaultRuleName, type SamplingRule } from './sampling-rule.ts';

/**
 * Warns of each of the service's own rules that can decide nothing here: usually the file has another name for the
 * service than the service.
 */
export function warnOfForeignRules(rules: readonly SamplingRule[], serviceName: string, log: Logger): void {
  for (const rule of rules) {
    if (!isForServiceName(rule, serviceName)) log.warn(...toForeignLine(rule, serviceName));
  }
}

/**
 * An account has rules for many services, so those for others are said at debug level. Only when all of them are for
 * others one line warns, and not again while that stays so: the rules may have another name for the service. An account
 * without rules of its own means its default rule.
 */
export function createFetchedRulesLog(
  serviceName: string,
  log: Logger,
): (rules: readonly SamplingRule[]) => void {
  let isWarned = false;
  return (rules) => {
    const own = rules.filter(({ name }) => name !== defaultRuleName);
    const foreign = own.filter((rule) => !isForServiceName(rule, serviceName));
    for (const rule of foreign) log.debug(...toForeignLine(rule, serviceName));
    const areAllForeign = foreign.length > 0 && foreign.length === own.length;
    if (areAllForeign && !isWarned) {
      log.warn(
        `none of the X-Ray sampling rules of the account is for the service ${JSON.stringify(serviceName)}: ` +
          'the default rule decides',
        { serviceName, rules: foreign.length },
      );
    }
    isWarned = areAllForeign;
  };
}

function toForeignLine(rule: SamplingRule, serviceName: string): readonly [string, LogAttributes] {
  return [
    `X-Ray sampling rule ${JSON.stringify(rule.name)} is for the service ${JSON.stringify(rule.serviceName)} ` +
      `and decides nothing in ${JSON.stringify(serviceName)}`,
    { rule: rule.name, ruleServiceName: rule.serviceName, serviceName },
  ];
}
