import type { Code } from '../compile/frame.ts';
import { compileTerm, type TermScope } from '../compile.ts';
import type { KeptTerm } from '../engine/conceal-kept.ts';
import { createSources, type Sources } from '../engine/conceal-sources.ts';
import type { CheckedEvent, Term } from '../term.ts';
import type { Texts } from './texts.ts';
import type { AggregateUse, Uses } from './uses.ts';

/** The places of an event's values, and its terms made ready. Inputs get a place when they are first read. */
export interface EventScope {
  compile(term: Term): Code;
  kept(term: Term): KeptTerm;
  slotOfInput(name: string): number;
  slotOfFeature(name: string): number;
  slotOfUse(use: AggregateUse): number;
  /** The inputs that are read so far. */
  inputs(): ReadonlyMap<string, number>;
  /** Terms over personal inputs that were compiled so far, by the text that they are recorded under. */
  derived(): ReadonlyMap<string, Term>;
  readonly sources: Sources;
  slotCount(): number;
}

/** A scope in which every feature and aggregate of the event has its place. */
export function createEventScope(event: CheckedEvent, uses: Uses, texts: Texts): EventScope {
  const sources = createSources(event);
  const inputs = new Map<string, number>();
  const features = new Map<string, number>();
  const aggregates = new Map<AggregateUse, number>();
  const derived = new Map<string, Term>();
  let slots = 0;

  function placeIn<Key>(places: Map<Key, number>, key: Key): number {
    const place = places.get(key) ?? slots++;
    places.set(key, place);
    return place;
  }

  const scope: TermScope = {
    slotOf(term) {
      if (term.kind === 'input') return placeIn(inputs, term.name);
      return term.kind === 'feature' ? placeIn(features, term.name) : placeIn(aggregates, uses.of(term.aggregate));
    },
    derivedText(term) {
      if (!sources.looksInside(term)) return null;
      const text = texts.of(event.name, term);
      derived.set(text, term);
      return text;
    },
  };

  return {
    compile: (term) => compileTerm(term, scope),
    kept(term) {
      const { isOpen, path, isPersonal, origins } = sources.of(term);
      const originSlots = [...origins].map((name) => placeIn(inputs, name));
      return { code: compileTerm(term, scope), type: term.type, source: { isOpen, path, isPersonal, originSlots } };
    },
    slotOfInput: (name) => placeIn(inputs, name),
    slotOfFeature: (name) => placeIn(features, name),
    slotOfUse: (use) => placeIn(aggregates, use),
    inputs: () => inputs,
    derived: () => derived,
    sources,
    slotCount: () => slots,
  };
}
