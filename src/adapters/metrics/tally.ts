import { createAdmission, type LabelBound } from './label.ts';
import type { MetricRow, ReadRows } from './row.ts';

/** Counts by labels, each of them bounded. */
export interface Tally {
  /** One more, by the values of the labels in their order. */
  add(...values: readonly string[]): void;
  readonly rows: ReadRows;
}

interface Node {
  count: number;
  readonly next: Map<string, Node>;
}

/**
 * A tally. What it can count of known values it shows from the start, as 0: a series that begins at 1 is no increase to
 * Prometheus, and no alert sees it.
 */
export function createTally(...bounds: readonly LabelBound[]): Tally {
  const admissions = bounds.map(createAdmission);
  const root = beginning(bounds);

  function add(...values: readonly string[]): void {
    let node = root;
    let index = 0;
    for (const admit of admissions) {
      const value = admit(values[index] ?? '');
      index += 1;
      let next = node.next.get(value);
      if (!next) {
        next = { count: 0, next: new Map() };
        node.next.set(value, next);
      }
      node = next;
    }
    node.count += 1;
  }

  function read(node: Node, depth: number, labels: MetricRow['labels']): MetricRow[] {
    const bound = bounds[depth];
    if (!bound) return [{ labels, value: node.count }];
    return [...node.next].flatMap(([value, next]) => read(next, depth + 1, { ...labels, [bound.name]: value }));
  }

  return { add, rows: () => read(root, 0, {}) };
}

/** Nothing of every combination of known values. */
function beginning([bound, ...others]: readonly LabelBound[]): Node {
  return { count: 0, next: new Map(bound?.known.map((value) => [value, beginning(others)])) };
}
