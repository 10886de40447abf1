import { SAMPLE_CELLS, type SampleCell } from '../../../core/history/result.ts';

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
}

const POLICY = /^(live|draft|pol_[0-9a-f]{16})$/;

/** Of whatever stands in an address only what means something here. */
export function readStartSearch({ policy, against, profile }: Record<string, unknown>): StartSearch {
  return {
    ...(typeof policy === 'string' && POLICY.test(policy) && { policy }),
    ...(typeof against === 'string' && POLICY.test(against) && { against }),
    ...(typeof profile === 'string' && profile !== '' && { profile }),
  };
}
