import { isPersonalName } from '../../domain/personal.ts';
import { FLOAT, type ScowlType, STRING, UNKNOWN } from '../scowl-type.ts';
import type { SeenTypes } from '../seen-types.ts';
import type { CheckedInput } from '../term.ts';
import type { Place } from './faults.ts';
import type { EventScope } from './scope.ts';
import { asPersonal } from './type-rules.ts';

/** An input that is read without being declared. */
export interface ImpliedInput {
  readonly name: string;
  readonly event: string;
  readonly firstRead: Place;
  /** What is known so far. */
  readonly type: ScowlType;
  /** What told it; null while nothing did. */
  readonly basis: 'use' | 'name' | 'seen' | null;
  /** The use that told it. */
  readonly use: Place | null;
}

/** The inputs that are read, and what is learnt of those that nobody declared, over several rounds of checking. */
export interface Inputs {
  /** The implied input of that name, from now on read. */
  implied(event: string, name: string, place: Place): ImpliedInput;
  /** Notes that an input of a built-in event is read; returns it with what is known of it. */
  known(event: string, input: CheckedInput): CheckedInput;
  find(event: string, name: string): ImpliedInput | null;
  /** Learns the type of an implied input from a use; the first use wins. */
  settle(input: ImpliedInput, type: ScowlType, use: Place): void;
  /** Learns that an implied input, or one from metadata, tells something of a person; false where it is neither. */
  settlePersonal(event: string, name: string): boolean;
  /** From now on nothing is learnt from uses. */
  freeze(): void;
  /** Takes the types that earlier events showed for all that is still open; whether there were any. */
  settleSeen(seen: SeenTypes): boolean;
  /** Takes them back. */
  forgetSeen(): void;
  /** Whether something was learnt since it was last asked: then all is to be checked again. */
  hasLearnt(): boolean;
  allImplied(): readonly ImpliedInput[];
  /** Declared ones, and all others that are read. */
  of(scope: EventScope): readonly CheckedInput[];
}

/** Nothing is read yet. */
export function createInputs(): Inputs {
  const implied = new Map<string, ImpliedInput>();
  const known = new Map<string, Map<string, CheckedInput>>();
  let isChanged = false;
  let isFrozen = false;
  const keyOf = (event: string, name: string) => `${event} ${name}`;

  function learn(input: ImpliedInput, news: Partial<ImpliedInput>): void {
    if (isFrozen) return;
    implied.set(keyOf(input.event, input.name), { ...input, ...news });
    isChanged = true;
  }

  return {
    implied(event, name, place) {
      const found = implied.get(keyOf(event, name));
      if (found) return found;
      const isPersonal = isPersonalName(name);
      const type = isPersonal ? asPersonal(STRING) : UNKNOWN;
      const input = { name, event, firstRead: place, type, basis: isPersonal ? 'name' : null, use: null } as const;
      implied.set(keyOf(event, name), input);
      return input;
    },
    known(event, input) {
      const ofEvent = known.get(event) ?? new Map<string, CheckedInput>();
      known.set(event, ofEvent);
      const found = ofEvent.get(input.name) ?? input;
      ofEvent.set(input.name, found);
      return found;
    },
    find: (event, name) => implied.get(keyOf(event, name)) ?? null,
    settle(input, type, use) {
      // What is named like a person's may be a claim about it: `where mobile`.
      if (input.basis === 'name' && type.kind === 'bool') learn(input, { type, basis: 'use', use });
      if (input.type.kind === 'unknown') learn(input, { type: withFlag(type, input.type), basis: 'use', use });
    },
    settlePersonal(event, name) {
      const input = implied.get(keyOf(event, name));
      if (input && !input.type.isPersonal) learn(input, { type: asPersonal(input.type) });
      const metadata = known.get(event)?.get(name);
      const isMetadata = metadata !== undefined && metadata.path.length > 1;
      if (isMetadata && !metadata.type.isPersonal && !isFrozen) {
        known.get(event)?.set(name, { ...metadata, type: asPersonal(metadata.type) });
        isChanged = true;
      }
      return input !== undefined || isMetadata;
    },
    freeze() {
      isFrozen = true;
    },
    settleSeen(seen) {
      let isAny = false;
      for (const [key, input] of [...implied]) {
        const type = seenType(seen.get(input.event)?.get(input.name));
        if (!type || input.type.kind !== 'unknown') continue;
        implied.set(key, { ...input, type, basis: 'seen' });
        isAny = true;
      }
      return isAny;
    },
    forgetSeen() {
      for (const [key, input] of [...implied]) {
        if (input.basis === 'seen') implied.set(key, { ...input, type: UNKNOWN, basis: null });
      }
    },
    hasLearnt() {
      const had = isChanged;
      isChanged = false;
      return had;
    },
    allImplied: () => [...implied.values()],
    of(scope) {
      const read = [...implied.values()].filter(({ event }) => event === scope.name).map(checkedInput);
      return [...scope.inputs.values(), ...(known.get(scope.name)?.values() ?? []), ...read];
    },
  };
}

function withFlag(type: ScowlType, { isPersonal }: ScowlType): ScowlType {
  return isPersonal ? asPersonal(type) : type;
}

/**
 * What is taken of a type that earlier events showed: nothing that makes another value of what they sent. A whole
 * number may be a fraction tomorrow, and what looks like a time is a text where no use says otherwise. Of what has
 * parts nothing is taken: that is to be declared, or a policy would be right here and wrong elsewhere.
 */
function seenType(type: ScowlType | undefined): ScowlType | null {
  switch (type?.kind) {
    case 'bool':
    case 'string':
      return type;
    case 'int':
    case 'float':
      return FLOAT;
    case 'time':
      return STRING;
    default:
      return null;
  }
}

function checkedInput({ name, type, basis }: ImpliedInput): CheckedInput {
  const input: CheckedInput = { name, path: [name], type, isRequired: false, fallback: null, isImplied: true };
  return basis === 'seen' ? { ...input, isTypeSeen: true } : input;
}
