import { z } from 'zod';
import { isLogGroupName, logGroupNameExpectation } from './log-group-name.ts';
import { retentionDays, retentionExpectation } from './retention-days.ts';

export interface SamplingRuleSettings {
  readonly RuleName: string;
  readonly ResourceARN: string;
  readonly Priority: number;
  readonly FixedRate: number;
  readonly ReservoirSize: number;
  /** Must equal the segment's name, which is `service.name`: a rule for any other name never applies. */
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly Version: 1;
  readonly Attributes?: Record<string, string> | undefined;
}

export interface GroupSettings {
  readonly GroupName: string;
  readonly FilterExpression: string;
  readonly InsightsConfiguration: {
    readonly InsightsEnabled: boolean;
    readonly NotificationsEnabled: boolean;
  };
}

export interface LogGroupSettings {
  readonly logGroupName: string;
  readonly retentionInDays: number;
}

const text = (maxLength: number): z.ZodString => z.string().min(1).max(maxLength);
const maxAttributes = 5;

/** `aws/json/xray.json` and its like, in the form of `aws xray create-sampling-rule --cli-input-json`. */
export const samplingRuleFile: z.ZodType<{ readonly SamplingRule: SamplingRuleSettings }> = z.strictObject({
  SamplingRule: z.strictObject({
    RuleName: text(32),
    ResourceARN: text(500),
    Priority: z.int().min(1).max(9999),
    FixedRate: z.number().min(0).max(1),
    ReservoirSize: z.int().min(0),
    ServiceName: text(64),
    ServiceType: text(64),
    Host: text(64),
    HTTPMethod: text(10),
    URLPath: text(128),
    Version: z.literal(1),
    Attributes: z
      .record(text(32), text(32))
      .refine((attributes) => Object.keys(attributes).length <= maxAttributes, `at most ${maxAttributes}`)
      .optional(),
  }),
});

/** `aws/json/xray-groups.json`; each entry in the form of `aws xray create-group --cli-input-json`. */
export const groupsFile: z.ZodType<{ readonly Groups: readonly GroupSettings[] }> = z.strictObject({
  Groups: z.array(
    z.strictObject({
      GroupName: z.string().regex(/^[A-Za-z0-9-]{1,32}$/, 'expected 1 to 32 letters, digits and dashes'),
      FilterExpression: text(2000),
      InsightsConfiguration: z.strictObject({
        InsightsEnabled: z.boolean(),
        NotificationsEnabled: z.boolean(),
      }),
    }),
  ),
});

/** `aws/json/log-group.json`. */
export const logGroupFile: z.ZodType<LogGroupSettings> = z.strictObject({
  logGroupName: z.string().refine(isLogGroupName, `expected ${logGroupNameExpectation}`),
  retentionInDays: z.int().refine((days) => retentionDays.includes(days), `expected ${retentionExpectation}`),
});
