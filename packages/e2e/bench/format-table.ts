/** Columns of equal width, the first aligned left and the others right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      widths
        .map((width, column) => (column === 0 ? row[column]?.padEnd(width) : row[column]?.padStart(width)))
        .join('  '),
    )
    .join('\n');
}
