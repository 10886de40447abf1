import type { StoredEvent } from './stored-event.ts';

/** What is looked at of a report, to tell which of two is the newer. */
export type Snapshot = Pick<StoredEvent, 'id' | 'type' | 'created' | 'received_at' | 'fields' | 'previous'>;

/** Statuses of an authorization that it does not leave again. */
const TERMINAL: ReadonlySet<unknown> = new Set(['closed', 'reversed', 'expired']);

/**
 * The newest of Stripe's reports of one object; null of none. It depends on which reports there are, not on their order
 * or on how often one is there. Stripe's `created` has whole seconds; of one second, in this order: what was updated is
 * newer than what was created; more asks are newer than fewer; a status that ends it is newer than one that doesn't;
 * what an event names as the former value (`previous`) is older than that event; and at last, where nothing tells,
 * what was received later, and then the greater id.
 */
export function newestSnapshot<Kind extends Snapshot>(snapshots: readonly Kind[]): Kind | null {
  const asks = ({ fields }: Snapshot) => (Array.isArray(fields.request_history) ? fields.request_history.length : 0);
  const rules: readonly ((snapshot: Snapshot) => number)[] = [
    ({ created }) => created,
    ({ type }) => (type.endsWith('.created') ? 0 : 1),
    asks,
    ({ fields }) => (TERMINAL.has(fields.status) ? 1 : 0),
  ];
  const last = unreplaced(rules.reduce<readonly Kind[]>(greatest, snapshots));
  return last.toSorted((a, b) => b.received_at - a.received_at || (a.id < b.id ? 1 : -1))[0] ?? null;
}

function greatest<Kind>(among: readonly Kind[], by: (one: Kind) => number): readonly Kind[] {
  const most = Math.max(...among.map(by));
  return among.filter((one) => by(one) === most);
}

/** Those that no other one names as what it replaced; all of them where each is named, as in a change to and fro. */
function unreplaced<Kind extends Snapshot>(among: readonly Kind[]): readonly Kind[] {
  if (among.length < 2) return among;
  const kept = among.filter((one) => !among.some((other) => other !== one && replaces(other, one)));
  return kept.length > 0 ? kept : among;
}

/** Whether all that the later one names as former values stood in the other, and not all of it still stands. */
function replaces(later: Snapshot, former: Snapshot): boolean {
  const { previous } = later;
  return Object.keys(previous).length > 0 && holds(former.fields, previous) && !holds(later.fields, previous);
}

/** Whether a value has all that is named. What is named as null was perhaps not there; lists are named whole. */
function holds(value: unknown, named: unknown): boolean {
  if (named === null || named === undefined) return value === null || value === undefined;
  if (Array.isArray(named)) {
    if (!Array.isArray(value) || value.length !== named.length) return false;
    return named.every((item: unknown, index) => holds(value[index], item) && holds(item, value[index]));
  }
  if (typeof named !== 'object') return value === named;
  // A hash that is not there holds none of its keys.
  const hash = value ?? {};
  if (typeof hash !== 'object' || Array.isArray(hash)) return false;
  return Object.entries(named).every(([key, inner]) => holds((hash as Record<string, unknown>)[key], inner));
}
