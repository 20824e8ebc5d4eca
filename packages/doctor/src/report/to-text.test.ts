import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingGroups, findingsOf, type Finding } from '../finding.ts';
import { toText } from './to-text.ts';

const { ok, warning, problem } = findingsOf('rollbar', 'rollbar-token');

test('a line for each finding, by group, with what to do', () => {
  const findings = [
    ok('fine'),
    findingsOf('variables', 'config').ok('read'),
    warning('odd', 'look'),
    problem('broken', 'mend it'),
  ];
  expect(toText(findings, false)).toBe(
    [
      'Variables',
      '  ✓ read',
      '',
      'Rollbar',
      '  ✓ fine',
      '  ! odd → look',
      '  ✗ broken → mend it',
      '',
      '1 problem, 1 warning.',
      '',
    ].join('\n'),
  );
  expect(toText([ok('fine')], false)).toBe('Rollbar\n  ✓ fine\n\nAll is well.\n');
});

test('colours are for the marks alone', () => {
  expect(toText([problem('broken', 'mend it')], true)).toContain('  \u001b[31m✗\u001b[0m broken → mend it\n');
});

test('whatever others have said, a finding is one line without control characters', () => {
  const anyText = fc.string({ unit: 'binary' });
  const anyFinding: fc.Arbitrary<Finding> = fc.record({
    group: fc.constantFrom(...findingGroups),
    check: anyText,
    status: fc.constantFrom('ok', 'warning', 'problem'),
    message: anyText,
    remedy: anyText,
  });
  fc.assert(
    fc.property(anyFinding, (finding) => {
      const lines = toText([finding], false).split('\n');
      expect(lines).toHaveLength(5);
      expect(lines[1]).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
  );
});
