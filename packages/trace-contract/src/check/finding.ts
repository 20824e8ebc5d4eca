/** What kind of promise was broken; the likely cause is read from these. */
export type FindingCode =
  | 'not-sent'
  | 'header-missing'
  | 'header-malformed'
  | 'header-unwanted'
  | 'headers-disagree'
  | 'header-not-client-span'
  | 'sampled-lost'
  | 'caller-lost'
  | 'not-extracted'
  | 'not-child'
  | 'recorded-unsampled'
  | 'span-missing'
  | 'span-count'
  | 'span-name'
  | 'service'
  | 'attribute'
  | 'forbidden-attribute'
  | 'status'
  | 'event'
  | 'links'
  | 'too-slow';

/** One broken promise. `spanId` says at which span, where there is one. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  readonly spanId?: string;
  /** Key of the attribute, for findings about one. */
  readonly attribute?: string;
}
