import { limits } from '../../../core/domain/limits.ts';

/** The first rows of a list that comes in pages, and whether there are more of them. */
export async function takeRows<Row>(
  each: (page: { limit: number }) => AsyncIterable<Row>,
  wanted: number,
): Promise<{ readonly rows: Row[]; readonly isCut: boolean }> {
  const rows: Row[] = [];
  for await (const row of each({ limit: Math.min(wanted + 1, limits.apiMaxPage) })) {
    if (rows.length === wanted) return { rows, isCut: true };
    rows.push(row);
  }
  return { rows, isCut: false };
}
