/**
 * An X-Ray sampling rule, as `aws xray create-sampling-rule` takes it and `GetSamplingRules` gives it. The texts are
 * patterns with `*` and `?`, compared without regard to case.
 */
export interface SamplingRule {
  readonly name: string;
  /** The lower goes first, 1 to 9999; only the default rule has 10000. */
  readonly priority: number;
  /** Requests a second that are sampled before the rate counts; 0 for none. */
  readonly reservoirSize: number;
  /** The share of the other requests that is sampled, 0 to 1. */
  readonly fixedRate: number;
  readonly serviceName: string;
  /** The kind of AWS resource that runs the service, such as `AWS::ECS::Container`. */
  readonly serviceType: string;
  readonly resourceArn: string;
  readonly host: string;
  readonly httpMethod: string;
  readonly urlPath: string;
  /** Span attributes by name, all of which must be there and match. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every account has this rule; it matches whatever no other rule does. */
export const defaultRuleName = 'Default';

/** What X-Ray's default rule says unless the operator changed it: one request a second, and 5 % of the rest. */
export const defaultRule: SamplingRule = {
  name: defaultRuleName,
  priority: 10_000,
  reservoirSize: 1,
  fixedRate: 0.05,
  serviceName: '*',
  serviceType: '*',
  resourceArn: '*',
  host: '*',
  httpMethod: '*',
  urlPath: '*',
  attributes: {},
};

/** The order in which rules are tried: by priority, then by name, the default rule last. */
export function compareSamplingRules(a: SamplingRule, b: SamplingRule): number {
  const isDefault = Number(a.name === defaultRuleName) - Number(b.name === defaultRuleName);
  if (isDefault !== 0) return isDefault;
  if (a.priority !== b.priority) return a.priority - b.priority;
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
