import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { containersOf, environmentOf, type Container } from './testing/containers.ts';
import { deployments, type Deployment } from './testing/deployments.ts';

const run = promisify(execFile);
const servicesFolder = join(import.meta.dirname, '../../services');
const services = ['gateway', 'activities'] as const;

const checkLine = z.object({
  ok: z.literal(true),
  facts: z.looseObject({ serviceName: z.string(), ports: z.array(z.looseObject({ port: z.number() })) }),
  warnings: z.array(z.string()),
});

function containerOf({ resources }: Deployment, name: string, service: string = name): Container {
  const found = containersOf(resources).find(
    (container) => container.Name === name && container.task.toLowerCase().startsWith(service),
  );
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

describe.for(deployments)('the tasks with $title', (deployment) => {
  it.for(services)('give %s an environment that it accepts without a warning', async (service) => {
    const container = containerOf(deployment, service);
    const folder = join(servicesFolder, service);
    const { stdout } = await run(process.execPath, ['src/check-config/main.ts'], {
      cwd: folder,
      env: environmentOf(container),
    });
    const { facts, warnings } = checkLine.parse(JSON.parse(stdout));
    expect(warnings).toEqual([]);
    expect(facts.serviceName).toBe(service);
    expect(container.PortMappings).toEqual([{ ContainerPort: facts.ports[0]?.port, Protocol: 'tcp' }]);
  });

  it.for(services)('send the spans of %s one way', (service) => {
    const environment = environmentOf(containerOf(deployment, service));
    const sidecar = containerOf(deployment, 'sidecar', service);
    const toCollector = 'OTEL_EXPORTER_OTLP_ENDPOINT' in environment;
    expect('HONEYCOMB_API_KEY' in environment).toBe(!toCollector);
    expect('AWS_XRAY_DAEMON_ADDRESS' in environment).toBe(!toCollector);
    // Neither twice sampled nor not at all.
    expect('CRUDDUR_TAIL_RATIO' in environment).toBe(toCollector);
    expect('OTEL_TRACES_SAMPLER' in environment).toBe(!toCollector);
    expect('HONEYCOMB_API_KEY' in environmentOf(sidecar)).toBe(toCollector);
  });

  it.for(services)('give %s more time to stop than it takes', async (service) => {
    const main = await readFile(join(servicesFolder, service, 'src/main.ts'), 'utf8');
    const deadlineMs = Number(
      /\b(?:deadlineMs: |shutdownDeadlineMs = )([\d_]+)/.exec(main)?.[1]?.replace('_', ''),
    );
    expect(deadlineMs).toBeGreaterThan(0);
    expect(containerOf(deployment, service).StopTimeout * 1000).toBeGreaterThan(deadlineMs);
  });

  it.for(services)('start the sidecar of %s first, so that it is stopped last', (service) => {
    const container = containerOf(deployment, service);
    expect(container.DependsOn).toEqual([{ ContainerName: 'sidecar', Condition: 'START' }]);
    expect(container.Essential).toBe(true);
    const sidecar = containerOf(deployment, 'sidecar', service);
    expect(sidecar.DependsOn).toBeUndefined();
    expect(sidecar.Essential).toBe(false);
  });

  it('write nowhere, are nobody in particular and may do nothing to the system', () => {
    for (const container of containersOf(deployment.resources)) {
      expect(container.LinuxParameters.Capabilities.Drop).toEqual(['ALL']);
      expect(container.LogConfiguration.Options).toMatchObject({ mode: 'non-blocking' });
      // The one exception: the agent translates its configuration into files, then becomes cwagent by itself.
      const isAgent = container.Image.includes('cloudwatch-agent');
      expect({ readOnly: container.ReadonlyRootFilesystem, root: container.User === '0' }).toEqual(
        isAgent ? { readOnly: false, root: true } : { readOnly: true, root: false },
      );
    }
  });
});
