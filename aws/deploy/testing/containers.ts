import { z } from 'zod';
import type { TemplateResource } from '../cloudformation.ts';
import { resourcesOfType } from './resolve-template.ts';

export interface Container {
  readonly Name: string;
  readonly Image: string;
  readonly Essential: boolean;
  readonly User: string;
  readonly ReadonlyRootFilesystem: boolean;
  readonly StopTimeout: number;
  readonly DependsOn?: readonly { readonly ContainerName: string; readonly Condition: string }[] | undefined;
  readonly PortMappings?: readonly { readonly ContainerPort: number }[] | undefined;
  readonly LinuxParameters: { readonly Capabilities: { readonly Drop: readonly string[] } };
  readonly LogConfiguration: { readonly Options: Readonly<Record<string, string>> };
  readonly Environment: readonly { readonly Name: string; readonly Value: string | number }[];
  readonly Secrets: readonly { readonly Name: string; readonly ValueFrom: string }[];
}

const container: z.ZodType<Container> = z.looseObject({
  Name: z.string(),
  Image: z.string(),
  Essential: z.boolean(),
  User: z.string(),
  ReadonlyRootFilesystem: z.boolean(),
  StopTimeout: z.number(),
  DependsOn: z.array(z.strictObject({ ContainerName: z.string(), Condition: z.string() })).optional(),
  PortMappings: z.array(z.looseObject({ ContainerPort: z.number() })).optional(),
  LinuxParameters: z.looseObject({ Capabilities: z.looseObject({ Drop: z.array(z.string()) }) }),
  LogConfiguration: z.looseObject({ Options: z.record(z.string(), z.string()) }),
  Environment: z
    .array(z.strictObject({ Name: z.string(), Value: z.union([z.string(), z.number()]) }))
    .default([]),
  Secrets: z.array(z.strictObject({ Name: z.string(), ValueFrom: z.string() })).default([]),
});

/** The containers of every task, each with the id of its task. */
export function containersOf(
  resources: Readonly<Record<string, TemplateResource>>,
): readonly (Container & { readonly task: string })[] {
  return resourcesOfType(resources, 'AWS::ECS::TaskDefinition').flatMap(([task, { ContainerDefinitions }]) =>
    z
      .array(container)
      .parse(ContainerDefinitions)
      .map((definition) => ({ ...definition, task })),
  );
}

/** What the process of the container finds in its environment; a secret's value is made up. */
export function environmentOf({ Environment, Secrets }: Container): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...Environment.map(({ Name, Value }) => [Name, String(Value)]),
    ...Secrets.map(({ Name }) => [Name, 'x'.repeat(32)]),
  ]);
}
