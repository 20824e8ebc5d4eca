/** A rule as X-Ray's API writes it. https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html */
export interface SamplingRule {
  readonly RuleName: string;
  readonly RuleARN: string;
  readonly ResourceARN: string;
  /** 1 to 9999, the lowest first; 10000 for the default rule. */
  readonly Priority: number;
  /** 0 to 1, of what the reservoir leaves. */
  readonly FixedRate: number;
  /** Requests a second, over all clients. */
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly Version: number;
  readonly Attributes: Readonly<Record<string, string>>;
}

/** A rule that matches everything; `fields` says what matters. Without any it is X-Ray's default rule. */
export function createSamplingRule(fields: Partial<SamplingRule> = {}): SamplingRule {
  const name = fields.RuleName ?? 'Default';
  return {
    RuleName: name,
    RuleARN: `arn:aws:xray:us-east-1:000000000000:sampling-rule/${name}`,
    ResourceARN: '*',
    Priority: name === 'Default' ? 10_000 : 1,
    FixedRate: 0.05,
    ReservoirSize: 1,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    Attributes: {},
    ...fields,
  };
}
