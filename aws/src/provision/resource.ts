import type { Ownership } from './ownership-tag.ts';

type ResourceKind = 'sampling rule' | 'group' | 'log group';

/** What makes two versions of a resource differ; flat, so that a diff can name each field. */
export type ResourceFields = Readonly<Record<string, string | number | boolean>>;

/** A resource as the files of `aws/json` and the command line want it. */
export interface DesiredResource {
  readonly kind: ResourceKind;
  /** Unique within its kind, account and region. */
  readonly name: string;
  readonly fields: ResourceFields;
}

/** A resource as AWS has it. */
export interface ActualResource extends DesiredResource, Ownership {
  readonly arn: string;
}

/** One kind of resource in AWS. Every method rejects with what the SDK throws. */
export interface ResourceStore {
  readonly kind: ResourceKind;
  readonly desired: readonly DesiredResource[];
  /** Those of the desired ones that exist. */
  readonly read: () => Promise<readonly ActualResource[]>;
  readonly create: (name: string) => Promise<void>;
  /** Sets the tag of what is adopted, then all fields. */
  readonly update: (name: string, target: UpdateTarget) => Promise<void>;
  readonly remove: (name: string, arn: string) => Promise<void>;
  /** Takes off the tags and leaves the rest as it is. */
  readonly release: (arn: string, tagKeys: readonly string[]) => Promise<void>;
}

interface UpdateTarget {
  readonly arn: string;
  /** Add the tag that says the resource is adopted. */
  readonly adopt: boolean;
  /** Some field differs; false where only the tag is missing. */
  readonly changesFields: boolean;
}
