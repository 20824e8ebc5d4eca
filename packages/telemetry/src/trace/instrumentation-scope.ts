/** The one scope of the spans and log records that this package makes. */
export const instrumentationScope: { readonly name: string; readonly version: string } = {
  name: '@cruddur/telemetry',
  version: '0.1.0',
};
