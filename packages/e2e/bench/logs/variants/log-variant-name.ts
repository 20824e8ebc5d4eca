export const logVariantNames = [
  'cruddur',
  'cruddur-stdout',
  'pino-stdout',
  'logtape-cloudwatch',
  'winston-cloudwatch',
] as const;

/** `-stdout` ones send nothing, `-cloudwatch` ones write nothing; `cruddur` does both, as a service does. */
export type LogVariantName = (typeof logVariantNames)[number];

export const sendsToCloudWatch: Readonly<Record<LogVariantName, boolean>> = {
  cruddur: true,
  'cruddur-stdout': false,
  'pino-stdout': false,
  'logtape-cloudwatch': true,
  'winston-cloudwatch': true,
};
