import {
  type ChangedChallenge,
  type KnownHistory,
  readAllHistories,
  readAllowances,
  readChangedAllowances,
  readChangedChallenges,
  readChannelsOff,
  readHistories,
  readLiveAllowances,
  readOpenQuestions,
  readRejections,
} from '../../adapters/store/database/challenge-book.ts';
import {
  type OptOut,
  type PhoneChange,
  readOptOuts,
  readPhoneChanges,
} from '../../adapters/store/database/challenge-phones.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { isOpen } from '../../core/challenge/state.ts';
import { limits } from '../../core/domain/limits.ts';
import { scopeKey } from '../../core/domain/scope.ts';
import { createContents, type WritableContents } from './contents.ts';

const { challengeBookPage: PAGE, challengeHistoryMs: historyMs } = limits;

/** Everything that the database knows now, page by page. */
export async function readContents(pool: SqlPool, nowMs: number): Promise<WritableContents> {
  const contents = createContents({ rejections: [], allowances: [] }, true);
  await inPages(
    (last: { id: string } | null) => readRejections(pool, nowMs, last?.id ?? '', PAGE),
    (rejection) => contents.reject(rejection.id, rejection),
  );
  await inPages(
    (last: { id: string } | null) => readLiveAllowances(pool, nowMs, last?.id ?? '', PAGE),
    (allowance) => contents.allow(allowance.id, allowance),
  );
  await inPages(
    (last: KnownHistory | null) => readAllHistories(pool, { nowMs, historyMs }, last, PAGE),
    contents.remember,
  );
  await inPages(
    (last: { id: string } | null) => readOpenQuestions(pool, last?.id ?? '', PAGE),
    (question) => contents.open(question.id, question),
  );
  await takePhones(pool, contents, 0, nowMs);
  contents.switchOff(await readChannelsOff(pool));
  return contents;
}

/** Opt-outs and changes of phones that were numbered after `revision`. */
async function takePhones(pool: SqlPool, contents: WritableContents, revision: number, nowMs: number): Promise<void> {
  await inPages((last: OptOut | null) => readOptOuts(pool, last?.revision ?? revision, PAGE), contents.optOut);
  await inPages(
    (last: PhoneChange | null) => readPhoneChanges(pool, nowMs - historyMs, last?.revision ?? revision, PAGE),
    contents.changePhone,
  );
}

/** What was seen of changes whose numbers are read again and again: the number that each thing had. */
export type SeenRevisions = Map<string, number>;

/** What was new among changes. */
export interface NewChanges {
  readonly challenges: readonly ChangedChallenge[];
  readonly isAny: boolean;
}

/** Brings contents up to date with all that was numbered after `revision` and was not seen yet, page by page. */
export async function readChanges(
  pool: SqlPool,
  contents: WritableContents,
  { revision, seen, nowMs }: { readonly revision: number; readonly seen: SeenRevisions; readonly nowMs: number },
): Promise<NewChanges> {
  const found: ChangedChallenge[] = [];
  for (let after = revision; ; ) {
    const page = await readChangedChallenges(pool, after, PAGE);
    const fresh = page.filter(({ id, revision: number }) => seen.get(id) !== number);
    await takeChallenges(pool, contents, fresh, nowMs);
    found.push(...fresh);
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.revision;
  }
  const changed = await readChangedAllowances(pool, revision);
  const fresh = changed.filter(({ id, revision: number }) => (seen.get(id) ?? 0) < number);
  await takeAllowances(pool, contents, new Set(fresh.map(({ id }) => id)), nowMs);
  await takePhones(pool, contents, revision, nowMs);
  contents.switchOff(await readChannelsOff(pool));
  // Only now: what a reading that failed half way took is news to the next one as well.
  for (const { id, revision: number } of [...found, ...fresh]) seen.set(id, Math.max(seen.get(id) ?? 0, number));
  return { challenges: found, isAny: found.length > 0 || fresh.length > 0 };
}

async function takeChallenges(
  pool: SqlPool,
  contents: WritableContents,
  changed: readonly ChangedChallenge[],
  nowMs: number,
): Promise<void> {
  const named = new Map<string, Pick<KnownHistory, 'scope' | 'cardholder'>>();
  for (const { scope, cardholder } of changed) {
    if (cardholder !== null) named.set(`${scopeKey(scope)}|${cardholder}`, { scope, cardholder });
  }
  const histories = await readHistories(pool, { nowMs, historyMs }, [...named.values()]);
  for (const { id, state, phone, scope, card, merchant, declinesUntilMs: untilMs } of changed) {
    contents.open(id, phone !== null && isOpen({ state }) ? { id, phone } : null);
    const isRejected = untilMs !== null && card !== null && merchant !== null;
    contents.reject(id, isRejected ? { id, scope, card, merchant, untilMs } : null);
  }
  for (const who of named.values()) {
    contents.remember({ ...who, rejectedAtMs: null, verifiedAtMs: null, asked: [], last: null });
  }
  for (const history of histories) contents.remember(history);
}

async function takeAllowances(
  pool: SqlPool,
  contents: WritableContents,
  ids: ReadonlySet<string>,
  nowMs: number,
): Promise<void> {
  const live = new Map((await readAllowances(pool, nowMs, [...ids])).map((allowance) => [allowance.id, allowance]));
  for (const id of ids) contents.allow(id, live.get(id) ?? null);
}

async function inPages<Row>(read: (last: Row | null) => Promise<readonly Row[]>, take: (row: Row) => void) {
  for (let last: Row | null = null; ; ) {
    const page: readonly Row[] = await read(last);
    for (const row of page) take(row);
    last = page.at(-1) ?? null;
    if (last === null || page.length < PAGE) return;
  }
}
