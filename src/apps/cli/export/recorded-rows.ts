import { limits } from '../../../core/domain/limits.ts';
import { CountersignError, type HistoryFilter, type HistoryRow } from '../../../sdk/index.ts';
import type { Service } from '../remote/connect.ts';

/**
 * What a service recorded, page by page. Whoever asks as often as this is told to wait by a service that has others to
 * answer: then it waits.
 */
export async function* recordedRows(
  { client, clock }: Pick<Service, 'client' | 'clock'>,
  filter: HistoryFilter,
): AsyncGenerator<readonly HistoryRow[]> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    try {
      const page = await client.history.list({ ...filter, limit: limits.recordedPage, ...(cursor && { cursor }) });
      yield page.data;
      cursor = page.next;
    } catch (error) {
      const isBusy = error instanceof CountersignError && error.code === 'rate_limited';
      if (!isBusy) throw error;
      const waitMs = (error.retryAfterSeconds ?? limits.apiRetrySeconds) * 1_000;
      await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
    }
  }
}
