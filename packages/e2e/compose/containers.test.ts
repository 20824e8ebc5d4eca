import { beforeAll, expect, it } from 'vitest';
import { serviceNames } from './compose-project.ts';
import { docker } from './docker-command.ts';
import { describeStack, stack } from './stack.ts';

interface Container {
  readonly Config: { readonly User: string; readonly StopTimeout: number };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[];
    readonly CapAdd: readonly string[] | null;
    readonly Privileged: boolean;
    readonly SecurityOpt: readonly string[];
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly PidsLimit: number;
    readonly RestartPolicy: { readonly Name: string };
    readonly LogConfig: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
    readonly Tmpfs: Readonly<Record<string, string>>;
  };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, unknown>>;
    readonly Ports: Readonly<Record<string, readonly { readonly HostIp: string }[] | null>>;
  };
}

async function inspect<T>(kind: 'container' | 'network', id: string): Promise<T> {
  const { stdout } = await docker([kind, 'inspect', id]);
  const [found]: readonly T[] = JSON.parse(stdout);
  if (found === undefined) throw new Error(`docker knows no ${kind} ${id}`);
  return found;
}

const networksOf = {
  gateway: ['front', 'services', 'telemetry', 'vendors'],
  activities: ['database', 'services', 'telemetry', 'vendors'],
  console: ['front', 'telemetry'],
  postgres: ['database'],
};

describeStack.each(serviceNames)('the container of %s', (service) => {
  let container: Container;

  beforeAll(async () => {
    container = await inspect('container', await stack.containerOf(service));
  });

  it('can do as little as possible', () => {
    const { CapAdd, CapDrop, Privileged, ReadonlyRootfs, SecurityOpt, Tmpfs } = container.HostConfig;
    expect(container.Config.User).toBe(service === 'postgres' ? 'postgres' : 'node');
    expect({ CapDrop, Privileged, ReadonlyRootfs, SecurityOpt }).toEqual({
      CapDrop: ['ALL'],
      Privileged: false,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges:true'],
    });
    expect(CapAdd ?? []).toEqual([]);
    expect(Object.keys(Tmpfs)).toEqual(
      expect.arrayContaining(service === 'postgres' ? ['/tmp', '/var/run/postgresql'] : ['/tmp']),
    );
  });

  it('has limits, turns its log over, and comes back by itself', () => {
    const { LogConfig, Memory, NanoCpus, PidsLimit, RestartPolicy } = container.HostConfig;
    expect(Memory).toBeGreaterThan(0);
    expect(Memory).toBeLessThanOrEqual(768 * 1_048_576);
    expect(NanoCpus).toBe(1e9);
    expect(PidsLimit).toBe(256);
    expect(RestartPolicy.Name).toBe('unless-stopped');
    expect(LogConfig).toEqual({ Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } });
    expect(container.Config.StopTimeout).toBe(20);
  });

  it('is in the networks that it needs, and publishes to this machine only', () => {
    const { Networks, Ports } = container.NetworkSettings;
    expect(Object.keys(Networks).toSorted()).toEqual(
      networksOf[service].map((network) => `${stack.name}_${network}`),
    );
    const published = Object.entries(Ports).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp }) => `${port} ${HostIp}`),
    );
    expect(published).toEqual(
      { gateway: ['4567/tcp 127.0.0.1'], console: ['4569/tcp 127.0.0.1'], activities: [], postgres: [] }[
        service
      ],
    );
  });
});

describeStack('the networks', () => {
  it.each(['services', 'telemetry', 'database'])('%s leads nowhere else', async (network) => {
    const { Internal } = await inspect<{ readonly Internal: boolean }>('network', `${stack.name}_${network}`);
    expect(Internal).toBe(true);
  });

  it('keep the database from everybody but activities', async () => {
    const script = `
      import { connect } from 'node:net';
      const socket = connect(5432, 'postgres');
      socket.on('connect', () => { console.log('connected'); socket.destroy(); });
      socket.on('error', ({ code }) => console.log(code));
    `;
    expect(await stack.runInside('gateway', script)).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    expect(await stack.runInside('console', script)).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
    expect(await stack.runInside('activities', script)).toBe('connected');
  });
});

describeStack.each(['gateway', 'activities', 'console'] as const)('inside %s', (service) => {
  it('node is the first process, may write to /tmp alone, and has no rights', async () => {
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs';
      const status = readFileSync('/proc/1/status', 'utf8');
      const written = ['/tmp/x', '/app/x', '/x'].filter((path) => {
        try { writeFileSync(path, ''); return true; } catch { return false; }
      });
      const line = (name) => new RegExp('^' + name + ':\\\\s*(\\\\S+)', 'm').exec(status)?.[1];
      console.log(JSON.stringify({ first: readFileSync('/proc/1/cmdline', 'utf8').split('\\0', 2), written,
        user: line('Uid'), capabilities: line('CapEff'), noNewPrivileges: line('NoNewPrivs') }));
    `;
    expect(JSON.parse(await stack.runInside(service, script))).toEqual({
      first: ['/usr/local/bin/node', 'dist/main.js'],
      written: ['/tmp/x'],
      user: '1000',
      capabilities: '0000000000000000',
      noNewPrivileges: '1',
    });
  });
});
