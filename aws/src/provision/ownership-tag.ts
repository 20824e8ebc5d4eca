interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Marks what `npm run aws:provision` made: `--destroy` removes it. */
export const madeTag = { Key: 'cruddur:managed-by', Value: 'aws-provision' } as const;

/** Marks what was there before and `--adopt` took over: `--destroy` takes off the tag and leaves the rest. */
export const adoptedTag = { Key: 'cruddur:adopted', Value: 'true' } as const;

export interface Ownership {
  /** `foreign`: somebody else's, as far as its tags say. */
  readonly ownership: 'made' | 'adopted' | 'foreign';
  /** The keys of our tags that it carries. */
  readonly ourTagKeys: readonly string[];
}

/** Whose a resource is by its tags. With both of ours it counts as adopted, which is never deleted. */
export function readOwnership(tags: readonly Tag[]): Ownership {
  const ours = [adoptedTag, madeTag].filter((our) =>
    tags.some(({ Key, Value }) => Key === our.Key && Value === our.Value),
  );
  const ourTagKeys = ours.map(({ Key }) => Key);
  if (ours.includes(adoptedTag)) return { ownership: 'adopted', ourTagKeys };
  return { ownership: ours.includes(madeTag) ? 'made' : 'foreign', ourTagKeys };
}
