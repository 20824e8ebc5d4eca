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
export interface ActualResource extends DesiredResource {
  readonly arn: string;
  /** Carries our tag: made or adopted by an earlier run, and so ours to remove. */
  readonly owned: boolean;
}

/** One kind of resource in AWS. Every method rejects with what the SDK throws. */
export interface ResourceStore {
  readonly kind: ResourceKind;
  readonly desired: readonly DesiredResource[];
  /** Those of the desired ones that exist. */
  readonly read: () => Promise<readonly ActualResource[]>;
  readonly create: (name: string) => Promise<void>;
  /** Sets all fields, and our tag where it is missing. */
  readonly update: (name: string, target: UpdateTarget) => Promise<void>;
  readonly remove: (name: string, arn: string) => Promise<void>;
}

interface UpdateTarget {
  readonly arn: string;
  /** Add the tag that says the resource is ours. */
  readonly adopt: boolean;
  /** Some field differs; false where only the tag is missing. */
  readonly changesFields: boolean;
}
