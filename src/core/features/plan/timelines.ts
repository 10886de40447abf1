import type { Term } from '../term.ts';
import type { ColumnDefinition, TimelineDefinition } from '../timeline/definition.ts';
import type { Groups } from './groups.ts';
import type { Needed } from './needed.ts';
import { HASH_LENGTH } from './texts.ts';
import type { AggregateUse, Uses } from './uses.ts';

/** A timeline, and the terms of what is written to it. */
export interface PlannedTimeline {
  readonly definition: TimelineDefinition;
  readonly stage: number;
  readonly keys: readonly Term[];
  readonly columns: readonly PlannedColumn[];
  readonly uses: readonly AggregateUse[];
}

export interface PlannedColumn extends ColumnDefinition {
  readonly values: readonly Term[];
  readonly where: Term | null;
}

/**
 * The timelines of a program: one for each group of aggregates, in an order that does not depend on that of the text;
 * those that are needed, with what is needed of each entry.
 */
export function planTimelines(
  uses: Uses,
  { groupOf, levels }: Groups,
  { hasUse }: Needed,
  hash: (text: string) => string,
): PlannedTimeline[] {
  const members = new Map<string, AggregateUse[]>();
  for (const use of uses.all) {
    const group = members.get(groupOf(use)) ?? [];
    members.set(groupOf(use), group);
    group.push(use);
  }
  return [...members]
    .filter(([, all]) => all.some(hasUse))
    .map(([group, all]) => planTimeline(all.filter(hasUse), windowsOf(all), levels.stageOfGroup(group), hash))
    .sort((a, b) => compare(a.definition.id, b.definition.id));
}

// Also those of what is not needed: the tiles that a long past is kept in, and so its approximate values, hang on them.
function windowsOf(uses: readonly AggregateUse[]): readonly number[] {
  return [...new Set(uses.map(({ aggregate }) => aggregate.windowMs))].sort((a, b) => a - b);
}

function planTimeline(
  uses: readonly AggregateUse[],
  windowsMs: readonly number[],
  stage: number,
  hash: (text: string) => string,
): PlannedTimeline {
  const [first] = uses;
  const event = first?.aggregate.writer ?? '';
  const keys = first?.writerKeys ?? [];
  const columns = new Map<string, PlannedColumn>();
  for (const { column, aggregate } of uses) {
    if (column) columns.set(column.text, { ...column, values: aggregate.values, where: aggregate.where });
  }
  const sorted = [...columns.values()].sort((a, b) => compare(a.text, b.text));
  const definitions = sorted.map(({ text, kind }) => ({ text, kind }));
  const normalForm = JSON.stringify([event, keys, definitions.map(({ text }) => text), windowsMs]);
  return {
    definition: { id: hash(normalForm).slice(0, HASH_LENGTH), event, keys, columns: definitions, windowsMs },
    stage,
    keys: first?.aggregate.keys.map(({ writer }) => writer) ?? [],
    columns: sorted,
    uses,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
