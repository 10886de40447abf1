import type { Clock } from '../../core/decision/ports.ts';
import type { JsonObject } from '../../core/domain/json.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Scope, scopeKey } from '../../core/domain/scope.ts';
import type { InputKind } from '../../core/features/input-kind.ts';
import { type CheckedData, checkInputs, type SeenInput } from '../../core/features/seen-types.ts';
import { noteSeenInputs, readSeenInputs } from './database/event-types.ts';
import type { SqlPool } from './database/pool.ts';

/** What inputs of events showed themselves to be, and new data held against it. */
export interface SeenInputs {
  /**
   * Checks the data of events of one type, in order, each against what those before it showed too; what is new is noted
   * first, unless `isDry`. Rejects where the database, which is asked only about what is new, can't be reached.
   */
  check(
    scope: Scope,
    type: string,
    data: readonly JsonObject[],
    options: { readonly isDry: boolean },
  ): Promise<readonly CheckedData[]>;
}

type Kinds = Map<string, InputKind>;

/** The inputs of one mode and account. */
interface Known {
  readonly readAtMs: number;
  readonly byType: Map<string, Kinds>;
  inputs: number;
}

/** Another process may have noted the same inputs as another kind meanwhile; then they are checked again, so often. */
const ROUNDS = 3;

/** Keeps what is known in memory, a mode and account at a time, and reads it again every `limits.seenInputsMs`. */
export function createSeenInputs(pool: SqlPool, clock: Clock): SeenInputs {
  const scopes = new Map<string, Promise<Known>>();

  async function read(scope: Scope): Promise<Known> {
    const readAtMs = clock.nowMs();
    const known: Known = { readAtMs, byType: new Map(), inputs: 0 };
    learn(known, await readSeenInputs(pool, scope, limits.maxSeenInputs));
    return known;
  }

  async function knownOf(scope: Scope): Promise<Known> {
    const key = scopeKey(scope);
    const before = await scopes.get(key);
    if (before && clock.nowMs() - before.readAtMs < limits.seenInputsMs) return before;
    const reading = read(scope);
    scopes.set(key, reading);
    reading.catch(() => scopes.delete(key));
    return reading;
  }

  return {
    async check(scope, type, data, { isDry }) {
      const known = await knownOf(scope);
      for (let round = 1; ; round += 1) {
        const { checked, learned } = checkAll(data, known.byType.get(type) ?? new Map());
        const isRoom = known.inputs + learned.size <= limits.maxSeenInputs;
        if (isDry || learned.size === 0 || !isRoom || round > ROUNDS) return checked;
        const inputs = [...learned].map(([input, kind]): SeenInput => ({ type, input, kind }));
        const standing = await noteSeenInputs(pool, scope, inputs);
        learn(known, standing);
        if (standing.every(({ input, kind }) => learned.get(input) === kind)) return checked;
      }
    },
  };
}

function learn(known: Known, inputs: readonly SeenInput[]): void {
  for (const { type, input, kind } of inputs) {
    const kinds: Kinds = known.byType.get(type) ?? new Map();
    known.byType.set(type, kinds);
    if (!kinds.has(input)) known.inputs += 1;
    kinds.set(input, kind);
  }
}

function checkAll(data: readonly JsonObject[], known: Kinds) {
  const kinds = new Map(known);
  const learned: Kinds = new Map();
  const checked = data.map((each) => {
    const one = checkInputs(each, kinds);
    for (const [input, kind] of one.learned) {
      kinds.set(input, kind);
      learned.set(input, kind);
    }
    return one;
  });
  return { checked, learned };
}
