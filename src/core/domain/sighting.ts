import type { Scope } from './scope.ts';

/** From where something is known: an ask, an event of Stripe's, or Stripe's API when we looked. */
export type SightingSource = 'ask' | 'event' | 'sweep';

/** A value that can be told of a card or cardholder. */
export type Told = string | number | boolean | null | readonly string[];

/** What was told of a card or cardholder at one moment. */
export interface Sighting<Name extends string = string> {
  readonly scope: Scope;
  readonly id: string;
  readonly atMs: number;
  readonly from: SightingSource;
  /** What is not in here was not told; null was told to be nothing. */
  readonly told: Readonly<Partial<Record<Name, Told>>>;
  /** What of it changed just then, as it was before: by this two sightings of one second are told apart. */
  readonly previous?: Readonly<Partial<Record<Name, Told>>>;
}

/** Each value with the moment at which it was so, and who said so. */
export type Known<Name extends string = string> = Readonly<
  Partial<Record<Name, readonly [value: Told, atMs: number, from: SightingSource]>>
>;

/**
 * What is known when this was told, too: field by field the newest counts, so that the order of arrival does not
 * matter. Stripe's times are whole seconds: of two as old, the one counts that changed what the other one says.
 */
export function withTold<Name extends string>(known: Known<Name>, sighting: Sighting<Name>): Known<Name> {
  const { told, atMs, from, previous = {} as Partial<Record<Name, Told>> } = sighting;
  const next: Partial<Record<Name, readonly [Told, number, SightingSource]>> = { ...known };
  for (const name of Object.keys(told) as Name[]) {
    const value = told[name];
    const before = known[name];
    if (value === undefined || (before && before[1] > atMs)) continue;
    if (before && before[1] === atMs && !isSame(previous[name], before[0])) continue;
    next[name] = [value, atMs, from];
  }
  return next;
}

/** The same sighting with nothing but what is otherwise than known; null where that is nothing. */
export function newsIn<Name extends string, Seen extends Sighting<Name>>(
  known: Known<Name>,
  sighting: Seen,
  together: readonly Name[] = [],
): Seen | null {
  const { told } = sighting;
  const isNews = (name: Name) => told[name] !== undefined && !isSame(told[name], known[name]?.[0]);
  const names = (Object.keys(told) as Name[]).filter(
    (name) => isNews(name) || (together.includes(name) && together.some(isNews)),
  );
  return names.length === 0 ? null : { ...sighting, told: Object.fromEntries(names.map((name) => [name, told[name]])) };
}

function isSame(one: Told | undefined, other: Told | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The fields that were known before, and are otherwise now; what was not known before is none of them. */
export function changedFields<Name extends string>(before: Known<Name>, after: Known<Name>): Name[] {
  return (Object.keys(after) as Name[]).filter((name) => {
    const was = before[name];
    return was !== undefined && !isSame(was[0], after[name]?.[0]);
  });
}

/** The newest moment of which something is known, and from where; null where nothing is. */
export function latestOf(known: Known): { readonly atMs: number; readonly from: SightingSource } | null {
  let latest: { readonly atMs: number; readonly from: SightingSource } | null = null;
  for (const entry of Object.values(known)) {
    if (entry && (latest === null || entry[1] > latest.atMs)) latest = { atMs: entry[1], from: entry[2] };
  }
  return latest;
}
