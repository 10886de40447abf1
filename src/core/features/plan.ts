import { type EventPlan, planEvent } from './plan/event.ts';
import { groupUses } from './plan/groups.ts';
import { ALL_NEEDED, neededFor, type Wanted } from './plan/needed.ts';
import { createTexts, HASH_LENGTH } from './plan/texts.ts';
import { planTimelines } from './plan/timelines.ts';
import { collectUses } from './plan/uses.ts';
import type { CheckedProgram } from './term.ts';
import type { TimelineDefinition } from './timeline/definition.ts';

/** A program, ready to be evaluated. */
export interface FeaturePlan {
  readonly program: CheckedProgram;
  /** Those of which something is computed or written. */
  readonly events: ReadonlyMap<string, EventPlan>;
  readonly timelines: readonly TimelineDefinition[];
  /** By `event.feature` a hash of its definition with all that it reads: equal where it means the same. */
  readonly definitions: ReadonlyMap<string, string>;
  /** Equal for programs with the same features, of the same definitions, and the same timelines. */
  readonly fingerprint: string;
}

/**
 * Plans the evaluation of a checked program: which timelines there are, what is written to and read from them with
 * which event, and in which order all is computed. `hash` gives a hash in hex; plans of one program are alike. With
 * `wanted` it is just as much of that plan as these features need: they have the same values.
 */
export function planFeatures(
  program: CheckedProgram,
  hash: (text: string) => string,
  wanted: Wanted | null = null,
): FeaturePlan {
  const texts = createTexts(program, hash);
  const uses = collectUses(program, texts);
  const groups = groupUses(program, uses);
  const needed = wanted ? neededFor(wanted, program, uses) : ALL_NEEDED;
  const timelines = planTimelines(uses, groups, needed, hash);
  const events = new Map<string, EventPlan>();
  const definitions = new Map<string, string>();
  for (const declared of program.events.values()) {
    const features = declared.features.filter(({ name }) => needed.hasFeature(declared.name, name));
    const event = { ...declared, features };
    const plan = planEvent(event, timelines, { uses, texts, levels: groups.levels });
    if (plan) events.set(event.name, plan);
    for (const { name } of features) {
      definitions.set(`${event.name}.${name}`, texts.definition(event.name, name));
    }
  }
  const ids = timelines.map(({ definition }) => definition.id);
  const fingerprint = hash(JSON.stringify([ids, [...definitions].sort()])).slice(0, HASH_LENGTH);
  return { program, events, timelines: timelines.map(({ definition }) => definition), definitions, fingerprint };
}
