const numberFormat = new Intl.NumberFormat('en-GB');

/** `1 span`, `5 spans`, `10,000 spans`. */
export function formatCount(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${numberFormat.format(count)} ${count === 1 ? singular : plural}`;
}

export function formatNumber(count: number): string {
  return numberFormat.format(count);
}
