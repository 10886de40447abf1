import { historyLimits } from '../../../core/domain/history-limits.ts';
import { SAMPLE_CELLS, type SampleCell } from '../../../core/history/result.ts';
import type { Backtest } from '../../../sdk/index.ts';

/** After how many days silence counts as good where nobody says. */
export const USUAL_MATURITY_DAYS = historyLimits.historyMaturityMs / 86_400_000;

/** What the columns of the rules can be sorted by. */
export const RULE_SORTS = ['id', 'matched', 'precision', 'alone', 'marginal', 'missing'] as const;
export type RuleSort = (typeof RULE_SORTS)[number];

/** What the address of one run holds; what is not there is as it is at first. */
export interface RunSearch {
  /** Purchases are counted instead of authorizations. */
  readonly by?: 'authorizations' | 'purchases';
  /** What the rules are sorted by; by what they stop without it. */
  readonly sort?: RuleSort;
  /** The other way round. */
  readonly reverse?: true;
  /** The rule that is open. */
  readonly rule?: string;
  /** Which authorizations are shown: of a cell, where a rule matched, that the other policy answers otherwise. */
  readonly cell?: SampleCell;
  readonly matched?: string;
  readonly changed?: boolean;
  /** The weeks as a table. */
  readonly table?: true;
}

/** Of whatever stands in an address only what means something here. */
export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const sort = RULE_SORTS.find((name) => name === search.sort);
  const cell = SAMPLE_CELLS.find((name) => name === search.cell);
  return {
    ...(search.by === 'purchases' && { by: search.by }),
    ...(sort && { sort }),
    ...(search.reverse === true && { reverse: true }),
    ...(typeof search.rule === 'string' && search.rule !== '' && { rule: search.rule }),
    ...(cell && { cell }),
    ...(typeof search.matched === 'string' && search.matched !== '' && { matched: search.matched }),
    ...(typeof search.changed === 'boolean' && { changed: search.changed }),
    ...(search.table === true && { table: true }),
  };
}

/** What the address of the list of runs holds: what a new one begins with. */
export interface StartSearch {
  /** `live`, `draft` or a version; what is in force without it. */
  readonly policy?: string;
  readonly against?: string;
  readonly profile?: string;
  /** A day of UTC, `2026-08-31`, or a moment in it, `2026-08-31T12:00:00.000`. */
  readonly from?: string;
  readonly to?: string;
  readonly labels?: 'known' | 'final';
  readonly velocity?: 'counterfactual';
  readonly recount?: true;
  /** After how many days silence counts as good. */
  readonly maturity?: number;
}

const POLICY = /^(live|draft|pol_[0-9a-f]{16})$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\.\d{3})?$/;

/** Of whatever stands in an address only what means something here. */
export function readStartSearch(search: Record<string, unknown>): StartSearch {
  const { policy, against, profile, from, to, labels, velocity, recount, maturity } = search;
  return {
    ...(isLike(POLICY, policy) && { policy }),
    ...(isLike(POLICY, against) && { against }),
    ...(typeof profile === 'string' && profile !== '' && { profile }),
    ...(isLike(MOMENT, from) && { from }),
    ...(isLike(MOMENT, to) && { to }),
    ...((labels === 'known' || labels === 'final') && { labels }),
    ...(velocity === 'counterfactual' && { velocity }),
    ...(recount === true && { recount }),
    ...(typeof maturity === 'number' && { maturity }),
  };
}

function isLike(shape: RegExp, value: unknown): value is string {
  return typeof value === 'string' && shape.test(value);
}

/** What begins a run like this one, with all of its settings; the files of a draft are those it has by now. */
export function searchOf(run: Backtest): StartSearch {
  const { policy, against, profile, from, to, labels, velocity, recount, maturity_days: maturity } = run;
  return {
    policy: choiceOf(policy),
    ...(against && { against: choiceOf(against) }),
    ...(profile !== null && { profile }),
    ...(from !== null && { from: momentOf(from) }),
    ...(to !== null && { to: momentOf(to) }),
    ...(labels !== null && { labels }),
    ...(velocity === 'counterfactual' && { velocity }),
    ...(recount && { recount }),
    ...(maturity !== USUAL_MATURITY_DAYS && { maturity }),
  };
}

function choiceOf({ of, version }: Backtest['policy']): string {
  return of === 'version' ? version : of === 'files' ? 'draft' : 'live';
}

function momentOf(time: string): string {
  return new Date(time).toISOString().replace(/(T00:00:00\.000)?Z$/, '');
}
