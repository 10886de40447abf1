import type { CheckedProgram } from '../term.ts';
import { createLevels, type Levels } from './levels.ts';
import type { AggregateUse, Uses } from './uses.ts';

/** Which aggregates share a timeline, and what follows for the order in which things are known. */
export interface Groups {
  groupOf(use: AggregateUse): string;
  readonly levels: Levels;
}

/**
 * Aggregates over the same event by the same key share a timeline. Not so where one of them is over what another one
 * gives (the same event would have to be written before it is written), or where sharing would take another stage.
 */
export function groupUses(program: CheckedProgram, uses: Uses): Groups {
  const alone = createLevels(program, uses, nameAlone);
  const names = new Map<AggregateUse, string>();
  const stagesByKey = new Map<string, Set<number>>();
  for (const use of uses.all) {
    const stage = alone.stageOfGroup(nameAlone(use));
    const key = keyOf(use);
    names.set(use, `${key} ${stage}`);
    stagesByKey.set(key, (stagesByKey.get(key) ?? new Set()).add(stage));
  }
  let groups = grouped(program, uses, names);
  for (const [key, stages] of stagesByKey) {
    if (stages.size === 1) continue;
    const members = uses.all.filter((use) => keyOf(use) === key);
    const together = grouped(program, uses, new Map([...names, ...members.map((use) => [use, key] as const)]));
    const event = members[0]?.aggregate.writer ?? '';
    if (together.levels.isCircular || together.levels.stagesOf(event) > groups.levels.stagesOf(event)) continue;
    for (const use of members) names.set(use, key);
    groups = together;
  }
  return groups;
}

function grouped(program: CheckedProgram, uses: Uses, names: ReadonlyMap<AggregateUse, string>): Groups {
  const groupOf = (use: AggregateUse) => names.get(use) ?? nameAlone(use);
  return { groupOf, levels: createLevels(program, uses, groupOf) };
}

function nameAlone({ reader, text }: AggregateUse): string {
  return `${reader} ${text}`;
}

function keyOf({ aggregate, writerKeys }: AggregateUse): string {
  return [aggregate.writer, ...writerKeys].join(' ');
}
