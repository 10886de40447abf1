/** A page of rows, and where the next one begins; null after the last. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}

/** Every row of all pages, read as they are wanted. What is added meanwhile is not among them. */
export async function* eachRow<Row, Query extends object>(
  page: (query: Query & { cursor?: string }) => Promise<Page<Row>>,
  query: Query,
): AsyncGenerator<Row> {
  for (let next: string | null | undefined; next !== null; ) {
    const found: Page<Row> = await page(next === undefined ? query : { ...query, cursor: next });
    yield* found.data;
    next = found.next;
  }
}
