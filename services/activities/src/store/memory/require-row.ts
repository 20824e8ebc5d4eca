/**
 * Refuses what a database's keys would refuse. The rows are people's texts, so the message names the table alone.
 * @throws Error
 */
export function requireRow(row: object | undefined, table: string): void {
  if (row === undefined) throw new Error(`violates a foreign key: no such row in ${table}`);
}

/** @throws Error */
export function requireNoRow(row: object | undefined, table: string): void {
  if (row !== undefined) throw new Error(`violates a unique key of ${table}`);
}
