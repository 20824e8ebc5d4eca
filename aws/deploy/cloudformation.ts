/** A value in a template: JSON, in which an object with the one key `Ref` or `Fn::*` is a call. */
export type TemplateValue =
  | string
  | number
  | boolean
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue };

export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, TemplateValue>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: 'Delete' | 'Retain' | 'Snapshot';
  readonly UpdateReplacePolicy?: 'Delete' | 'Retain' | 'Snapshot';
}

export type TemplateResources = Readonly<Record<string, TemplateResource>>;

/** A resource's id, or a parameter's value. */
export function ref(logicalId: string): TemplateValue {
  return { Ref: logicalId };
}

export function attribute(logicalId: string, name: string): TemplateValue {
  return { 'Fn::GetAtt': [logicalId, name] };
}

/** `text` with `${Parameter}`, `${Resource}` and `${Resource.Attribute}` filled in at the deployment. */
export function substitute(text: string): TemplateValue {
  return { 'Fn::Sub': text };
}

export function choose(condition: string, then: TemplateValue, otherwise: TemplateValue): TemplateValue {
  return { 'Fn::If': [condition, then, otherwise] };
}

/** `then` where the condition holds; otherwise the property or list item is not there at all. */
export function onlyIf(condition: string, then: TemplateValue): TemplateValue {
  return choose(condition, then, ref('AWS::NoValue'));
}
