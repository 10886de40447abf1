import type { CheckedProgram, Term } from '../term.ts';
import { type AggregateUse, type Uses, writtenTerms } from './uses.ts';
import { childrenOf } from './walk.ts';

/**
 * When things are known while an event is evaluated. What needs inputs alone is of level 0; what a timeline that is
 * asked at stage n gives is of level n + 1, and so is all that needs it. A timeline's stage is the level of what is
 * written to it.
 */
export interface Levels {
  ofTerm(event: string, term: Term): number;
  ofUse(use: AggregateUse): number;
  /** The stage at which a use is asked for. */
  stageOf(use: AggregateUse): number;
  stageOfGroup(group: string): number;
  /** How many stages an event takes. */
  stagesOf(event: string): number;
  /** Whether a group's own past is needed to write to it, so that these groups can't be. */
  readonly isCircular: boolean;
}

/** The levels of a program's terms where its aggregates share timelines by these groups. */
export function createLevels(program: CheckedProgram, uses: Uses, groupOf: (use: AggregateUse) => string): Levels {
  const features = new Map<string, Term>();
  for (const { name: event, features: all } of program.events.values()) {
    for (const { name, term } of all) features.set(`${event}.${name}`, term);
  }
  const members = new Map<string, AggregateUse[]>();
  for (const use of uses.all) {
    const group = members.get(groupOf(use)) ?? [];
    members.set(groupOf(use), group);
    group.push(use);
  }
  const ofFeatures = new Map<string, number>();
  const stages = new Map<string, number>();
  const open = new Set<string>();
  let isCircular = false;

  function ofTerm(event: string, term: Term): number {
    if (term.kind === 'aggregate') return ofUse(uses.of(term.aggregate));
    if (term.kind !== 'feature') return highest(event, childrenOf(term));
    const name = `${event}.${term.name}`;
    const definition = features.get(name);
    const level = ofFeatures.get(name) ?? (definition ? ofTerm(event, definition) : 0);
    ofFeatures.set(name, level);
    return level;
  }

  function highest(event: string, terms: readonly Term[]): number {
    let level = 0;
    for (const term of terms) level = Math.max(level, ofTerm(event, term));
    return level;
  }

  function stageOfGroup(group: string): number {
    const known = stages.get(group);
    if (known !== undefined) return known;
    if (open.has(group)) {
      isCircular = true;
      return 0;
    }
    open.add(group);
    const levels = (members.get(group) ?? []).map(({ aggregate }) =>
      highest(aggregate.writer, writtenTerms(aggregate)),
    );
    open.delete(group);
    const stage = Math.max(0, ...levels);
    stages.set(group, stage);
    return stage;
  }

  function stageOf(use: AggregateUse): number {
    const { keys, writer } = use.aggregate;
    const level = highest(
      use.reader,
      keys.map(({ reader }) => reader),
    );
    // An event that looks at its own kind sees itself, so it is written before.
    return writer === use.reader ? Math.max(level, stageOfGroup(groupOf(use))) : level;
  }

  function ofUse(use: AggregateUse): number {
    const { after } = use.aggregate;
    return Math.max(stageOf(use) + 1, after ? ofTerm(use.reader, after) : 0);
  }

  function stagesOf(event: string): number {
    const read = uses.all.filter(({ reader }) => reader === event).map(stageOf);
    const written = uses.all.filter(({ aggregate }) => aggregate.writer === event).map(groupOf);
    return Math.max(-1, ...read, ...written.map(stageOfGroup)) + 1;
  }

  for (const group of members.keys()) stageOfGroup(group);
  return { ofTerm, ofUse, stageOf, stageOfGroup, stagesOf, isCircular };
}
