import { visitNames } from './dependencies.ts';
import type { Faults } from './faults.ts';
import type { Inputs } from './inputs.ts';
import type { EventScope } from './scope.ts';
import { createSlips, type Slips } from './slips.ts';

/**
 * Warns of inputs that nobody declared and that are named almost like something that is: a slip of the keys would
 * otherwise pass for a field of the event. `emails := CountUnique(email)` is none.
 */
export function warnOfNearNames(scopes: ReadonlyMap<string, EventScope>, inputs: Inputs, faults: Faults): void {
  const readers = readersOf(scopes);
  const slips = new Map<string, Slips>();
  for (const { name: event, inputs: declared, features } of scopes.values()) {
    slips.set(event, createSlips([...declared.keys(), ...features.keys()]));
  }
  for (const { name, event, firstRead } of inputs.allImplied()) {
    const itsReaders = readers.get(`${event} ${name}`);
    const near = slips
      .get(event)
      ?.of(name)
      .find((other) => !itsReaders?.has(`${event} ${other}`));
    if (near === undefined) continue;
    const message = `${name} is declared nowhere, and so is read from the data of ${event}`;
    faults.of(firstRead.source).warn(firstRead.span, message, `did you mean ${near}?`);
  }
}

/** By event and name, the features whose declarations have that name in them. */
function readersOf(scopes: ReadonlyMap<string, EventScope>): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const { features } of scopes.values()) {
    for (const { event, declaration } of features.values()) {
      visitNames(declaration.expression, event, (name, _, at) => {
        const known = readers.get(`${at} ${name}`) ?? new Set<string>();
        readers.set(`${at} ${name}`, known);
        known.add(`${event} ${declaration.name}`);
      });
    }
  }
  return readers;
}
