import { readFileSync } from 'node:fs';
import type { Attributes } from '@opentelemetry/api';
import type { TelemetryConfig } from '../config/telemetry-config.ts';
import { describeFailure } from '../delivery/failure.ts';
import type { HttpTransport } from '../delivery/http-transport.ts';
import type { Logger } from '../log/logger.ts';
import { parseSamplingRules } from '../xray/sampling/parse-sampling-rules.ts';
import type { SamplingRule } from '../xray/sampling/sampling-rule.ts';
import { samplingResourceArn, samplingServiceType } from '../xray/sampling/sampling-service.ts';
import { createXRaySampler, type XRaySampler } from '../xray/sampling/xray-sampler.ts';

/** Decides by X-Ray's rules: those of the daemon's TCP proxy where one is set, and those of a local file until then. */
export function startXRaySampler(
  config: Pick<TelemetryConfig, 'serviceName' | 'sampler' | 'xray' | 'disabled'>,
  {
    resource,
    post,
    log,
  }: { readonly resource: Attributes; readonly post: HttpTransport; readonly log: Logger },
): XRaySampler {
  const { rulesFile } = config.sampler;
  const tcp = config.xray?.daemon.tcp;
  const sampler = createXRaySampler({
    serviceName: config.serviceName,
    serviceType: samplingServiceType(resource),
    resourceArn: samplingResourceArn(resource),
    localRules: rulesFile === undefined ? [] : readRules(rulesFile, log),
    proxy: tcp === undefined ? undefined : { url: `http://${tcp.host}:${tcp.port}`, post },
    log,
  });
  if (!config.disabled) sampler.start();
  return sampler;
}

/** A file that cannot be used is told and costs its rules, not the start of the service. */
function readRules(path: string, log: Logger): readonly SamplingRule[] {
  try {
    const result = parseSamplingRules(readFileSync(path, 'utf8'));
    if (result.ok) return result.rules;
    for (const { path: where, found, expected } of result.problems) {
      log.error(
        `AWS_XRAY_SAMPLING_RULES: ${path} is not used: at ${where} found ${found}, expected ${expected}`,
      );
    }
  } catch (error) {
    log.error(`AWS_XRAY_SAMPLING_RULES: ${path} is not used: ${describeFailure(error)}`);
  }
  return [];
}
