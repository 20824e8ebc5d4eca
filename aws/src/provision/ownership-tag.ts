/** Marks what `npm run aws:provision` made or adopted; `--destroy` removes nothing without it. */
export const ownershipTag = { Key: 'cruddur:managed-by', Value: 'aws-provision' } as const;

/** Whether a resource's tags say that it is ours. */
export function isOwned(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): boolean {
  return tags.some(({ Key, Value }) => Key === ownershipTag.Key && Value === ownershipTag.Value);
}
