import { limits } from '../../../src/core/domain/limits.ts';
import { toMajor } from '../../../src/core/domain/money.ts';
import { missing } from '../../../src/core/domain/value.ts';
import type { JsonValue, ScowlValue } from '../../../src/core/features/scowl-value.ts';
import type { AggregateRead, ColumnKind } from '../../../src/core/features/timeline/definition.ts';
import type { Entry } from '../../../src/core/features/timeline/entry.ts';
import type { TimelineRequest } from '../../../src/core/features/timeline/store.ts';

/** An entry, and whether its outcome was reported. */
interface Kept extends Entry {
  readonly isReported: boolean;
}

/** A timeline of one key as one would say it: a list, and everything is looked for in all of it. */
export interface NaiveTimeline {
  write(entry: Entry, more: Pick<TimelineRequest, 'isFilling' | 'isReported'>): boolean;
  read(read: AggregateRead & { readonly afterMs: number | null }, own: Entry | null, atMs: number): ScowlValue;
}

const SAYS_NOTHING = ['none', 'pending'];

/** An empty one, with these columns. */
export function createNaiveTimeline(kinds: readonly ColumnKind[]): NaiveTimeline {
  // In the order of writing.
  let kept: Kept[] = [];

  function write(
    entry: Entry,
    { isFilling = false, isReported = false }: Parameters<NaiveTimeline['write']>[1],
  ): boolean {
    const standing = kept.find(({ id }) => id === entry.id);
    if (standing === undefined) {
      kept.push({ ...entry, isReported });
      return false;
    }
    const isTaken = !SAYS_NOTHING.includes(entry.outcome) && (isReported || !standing.isReported);
    const { outcome, isReported: wasReported } = standing;
    const next = isTaken ? { outcome: entry.outcome, isReported } : { outcome, isReported: wasReported };
    const replacement = { ...(isFilling ? entry : standing), ...next };
    // What is filled again is written again.
    kept = isFilling
      ? [...kept.filter((one) => one !== standing), replacement]
      : kept.map((one) => (one === standing ? replacement : one));
    return true;
  }

  function counts({ outcome, atMs }: Entry, outcomes: AggregateRead['outcomes'], nowMs: number): boolean {
    if (outcomes === null) return outcome !== 'unjudged';
    return outcomes.includes(outcome) && (outcome !== 'pending' || nowMs - atMs < limits.pendingMs);
  }

  return {
    write,
    read(read, own, atMs) {
      const { windowMs, afterMs, outcomes, column, isExclusive } = read;
      const others = kept.filter(({ id }) => id !== own?.id);
      const sorted = others.toSorted((a, b) => a.atMs - b.atMs || a.arrival - b.arrival);
      const all: readonly Entry[] = own !== null && !isExclusive ? [...sorted, own] : sorted;
      const inWindow = all
        .filter((entry) => entry.atMs > atMs - windowMs && (afterMs === null || entry.atMs > afterMs))
        .filter((entry) => counts(entry, outcomes, atMs))
        .map((entry) => ({ ...entry, value: column === null ? true : (entry.values[column] ?? null) }))
        .filter(({ value }) => value !== null);
      return aggregate(read.function, column === null ? 'mark' : kinds[column], inWindow);
    },
  };
}

type Found = Entry & { readonly value: JsonValue };

function aggregate(name: AggregateRead['function'], kind: ColumnKind | undefined, found: readonly Found[]): ScowlValue {
  if (name === 'Count') return found.length;
  if (name === 'CountUnique') return new Set(found.map(({ value }) => value)).size;
  // Stable: of entries that arrived as one, the order of time, with the own one last.
  const arrived = found.toSorted((a, b) => a.arrival - b.arrival);
  if (name === 'LatestTime') return arrived.at(-1)?.atMs ?? missing('no_event');
  if (name === 'First') return (arrived[0]?.value as ScowlValue) ?? missing('no_event');
  if (name === 'Latest') return (arrived.at(-1)?.value as ScowlValue) ?? missing('no_event');
  if (kind !== 'money')
    return arithmetic(
      name,
      found.map(({ value }) => Number(value)),
    );
  const money = found.map(({ value }) => value as readonly [number, string]);
  const currencies = new Set(money.map(([, currency]) => currency));
  if (currencies.size > 1) return missing('mixed_currency');
  const minor = arithmetic(
    name,
    money.map(([amount]) => amount),
  );
  const [currency = 'usd'] = currencies;
  return typeof minor === 'number' ? toMajor({ amountMinor: minor, currency }) : minor;
}

function arithmetic(name: AggregateRead['function'], numbers: readonly number[]): ScowlValue {
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (name === 'Sum') return sum;
  if (numbers.length === 0) return missing('no_event');
  return name === 'Average' ? sum / numbers.length : name === 'Min' ? Math.min(...numbers) : Math.max(...numbers);
}
