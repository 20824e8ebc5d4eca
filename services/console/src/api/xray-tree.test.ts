import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDocument } from '../testing/create-document.ts';
import { toXRayNodes, type XRayNode } from './xray-tree.ts';

const gateway = createDocument({ id: '1', start_time: 1 });
const call = createDocument({ id: '2', parent_id: '1', type: 'subsegment', name: 'GET', start_time: 2 });
const activities = createDocument({ id: '3', parent_id: '2', name: 'activities', start_time: 3 });
const load = createDocument({ id: '4', parent_id: '3', type: 'subsegment', name: 'load', start_time: 4 });
const query = createDocument({ id: '5', parent_id: '4', type: 'subsegment', name: 'SELECT', start_time: 5 });

const outline = (nodes: readonly XRayNode[]): string[] =>
  nodes.map(
    ({ document, depth, segment }) => `${'-'.repeat(depth)}${document.name} of ${segment?.name ?? 'none'}`,
  );

it('lists each segment with its subsegments under it, whatever the order of arrival', () => {
  expect(outline(toXRayNodes([query, activities, load, call, gateway]))).toEqual([
    'gateway of gateway',
    '-GET of gateway',
    'activities of activities',
    '-load of activities',
    '--SELECT of activities',
  ]);
});

it('shows embedded subsegments in their place, beside those that came on their own', () => {
  const inner = { id: '7', name: 'inner', start_time: 3.7, end_time: 3.8 };
  const embedding = {
    ...activities,
    subsegments: [{ id: '6', name: 'outer', start_time: 3.5, subsegments: [inner] }],
  };
  const nodes = toXRayNodes([embedding, load]);
  expect(outline(nodes)).toEqual([
    'activities of activities',
    '-outer of activities',
    '--inner of activities',
    '-load of activities',
  ]);
  expect(nodes[2]).toMatchObject({ embedded: true, parentId: '6', parentMissing: false, isSegment: false });
});

it('marks what has lost its parent, and has no segment', () => {
  expect(toXRayNodes([activities, call])).toMatchObject([
    { document: call, segment: undefined, parentMissing: true, depth: 0 },
    { document: activities, parentMissing: false, depth: 0 },
  ]);
});

it('gives every document exactly once, also where parents form a ring', () => {
  const id = fc.nat(8).map(String);
  const document = fc.record({ id, parent: fc.option(id), isSegment: fc.boolean(), start: fc.nat(9) });
  fc.assert(
    fc.property(fc.uniqueArray(document, { selector: ({ id }) => id }), (drafts) => {
      const documents = drafts.map(({ id, parent, isSegment, start }) =>
        createDocument({
          id,
          start_time: start,
          ...(parent === null ? {} : { parent_id: parent }),
          ...(isSegment ? {} : { type: 'subsegment' }),
        }),
      );
      const ids = toXRayNodes(documents).map(({ document }) => document.id);
      expect(ids.toSorted()).toEqual(documents.map(({ id }) => id).toSorted());
    }),
  );
});
