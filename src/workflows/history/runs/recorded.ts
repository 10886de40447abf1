import { entriesEver } from '../../../adapters/store/database/list-entries.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import {
  countRecorded,
  recordedAbout,
  recordedPages,
  trackedPages,
} from '../../../adapters/store/database/recorded-history.ts';
import { indexEntries } from '../../../adapters/store/policies/entries.ts';
import { readStoredPolicy } from '../../../adapters/store/policies/recent.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { ListEntries } from '../../../core/policy/listed.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { liveSource } from '../live-source.ts';
import type { HistorySource } from '../source.ts';

/** What the service recorded of a scope, and who stood on its lists when. */
export interface Recorded {
  readonly source: HistorySource;
  entries(scope: Scope): ListEntries;
}

/** Opens the record of a scope for policies that are compiled with what it gives. Reads it page by page. */
export async function openRecorded(pool: SqlPool, scope: Scope, policies: readonly Policy[]): Promise<Recorded> {
  const about = await recordedAbout(pool, scope);
  const { firstMs, newestMs } = about;
  const isEmpty = firstMs === null || newestMs === null;
  const rows = isEmpty ? 0 : await countRecorded(pool, scope, { fromMs: firstMs, toMs: newestMs + 1 });
  const source = await liveSource({
    ...{ scope, about, rows, policies },
    pages: (span) => recordedPages(pool, scope, span),
    tracked: (sinceMs) => trackedPages(pool, scope, sinceMs),
    policyOf: (version) => readStoredPolicy(pool, version),
  });
  const entries = (await entriesEver(pool, scope)).map(({ list, value, knownFromMs, knownUntilMs, removedAtMs }) => ({
    ...{ ...scope, list, value, fromMs: knownFromMs },
    untilMs: earlier(knownUntilMs, removedAtMs),
  }));
  return { source, entries: indexEntries(entries) };
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
