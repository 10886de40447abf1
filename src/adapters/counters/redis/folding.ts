import { randomBytes } from 'node:crypto';
import { limits } from '../../../core/domain/limits.ts';
import { foldOldest, moveFolded } from '../../../core/features/timeline/fold.ts';
import { findFoldedId } from '../../../core/features/timeline/folded-ids.ts';
import { codeOfLetter, outcomeAfter, outcomeLetter } from '../../../core/features/timeline/outcome.ts';
import type { RedisConnection } from '../redis-connection.ts';
import { FOLD, MOVE } from './fold-scripts.ts';
import { byPlace } from './id-places.ts';
import { idOf, type Prepared, readOnly } from './prepared.ts';
import { createScript } from './script.ts';
import { NO_REPLY, type RawReply, type Sender } from './send.ts';
import type { ReadState, StateReader } from './state.ts';

/** Folds keys that have grown long, behind the answers: nobody waits for it but `settled`. */
export interface Folding {
  /** Takes note of a reply, and of what it says where that was read. */
  saw(prepared: Prepared, reply: RawReply, state: ReadState | null): void;
  /** Resolves when nothing is being folded. */
  settled(): Promise<void>;
}

/** A line is between half and twice as long as another of its timeline, say; what is read then is counted exactly. */
const LENGTH_MARGIN = 1.25;
const MOVE_ATTEMPTS = 5;
/** Where a line has its letter. */
const LETTER = 11;

/** Folding by compare and set: of two processes that fold a key at once one does it, and the other finds it done. */
export function createFolding(connection: RedisConnection, states: StateReader, sender: Sender): Folding {
  const fold = createScript(connection, FOLD);
  const move = createScript(connection, MOVE);
  const underWay = new Map<string, Promise<void>>();

  /** One at a time for each key. What fails is tried again when the key is next seen. */
  function behind(key: string, run: () => Promise<unknown>): void {
    const before = underWay.get(key) ?? new Promise<void>((resolve) => setImmediate(resolve));
    const done: Promise<void> = before.then(run).then(
      () => {},
      () => {},
    );
    underWay.set(key, done);
    void done.then(() => {
      if (underWay.get(key) === done) underWay.delete(key);
    });
  }

  async function foldKey(prepared: Prepared, { rows, tiles, version }: ReadState): Promise<void> {
    const { keys, ttlMs, request } = prepared;
    const folded = foldOldest(request.timeline, rows, tiles, rows.count - limits.exactEventsPerKey);
    const next = newVersion();
    const ids = byPlace(folded.ids);
    const done = await fold(
      [keys.raw, keys.tiles, ...ids.keys().map(keys.ids)],
      [version, next, JSON.stringify(folded.tiles), ttlMs, ...ids.values()],
    );
    if (done === 1) states.keep(prepared, next, folded.tiles);
  }

  /** Reads a key that was only written, and folds it if it is long. */
  async function look(prepared: Prepared): Promise<void> {
    const asked = readOnly(prepared);
    const { replies } = await sender.send([asked]);
    const state = states.read(asked, replies[0] ?? NO_REPLY, false);
    if (isLong(state)) await foldKey(prepared, state);
  }

  async function moveKey(prepared: Prepared): Promise<void> {
    for (let attempt = 0; attempt < MOVE_ATTEMPTS; attempt++) if (await moveOnce(prepared)) return;
  }

  async function moveOnce(prepared: Prepared): Promise<boolean> {
    const { keys, line, ttlMs, place, request } = prepared;
    const { client } = connection;
    const asked = readOnly(prepared);
    const [{ replies }, ids] = await Promise.all([sender.send([asked]), client.get(keys.ids(place))]);
    const { version, tiles } = states.read(asked, replies[0] ?? NO_REPLY, false);
    const id = idOf(line);
    const from = findFoldedId(ids ?? '', id);
    if (from === null || tiles === null || request.entry === null) return true;
    const to = outcomeAfter(from, codeOfLetter(line.charAt(LETTER)));
    if (to === from) return true;
    const moved = moveFolded(request.timeline, tiles, request.entry, from, to);
    const next = newVersion();
    const letters = [id, outcomeLetter(from), outcomeLetter(to)];
    const args = [version, next, JSON.stringify(moved), ttlMs, ...letters];
    return (await move([keys.raw, keys.tiles, keys.ids(place)], args)) === 1;
  }

  return {
    saw(prepared, reply, state) {
      const { keys, line } = prepared;
      if (reply.isOutranked) return behind(keys.raw, () => moveKey(prepared));
      if (underWay.has(keys.raw)) return;
      if (state) {
        if (isLong(state)) behind(keys.raw, () => foldKey(prepared, state));
      } else if (reply.length > line.length * LENGTH_MARGIN * longest()) {
        behind(keys.raw, () => look(prepared));
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

function isLong({ rows, isTorn }: ReadState): boolean {
  return !isTorn && rows.count > longest();
}

function longest(): number {
  return limits.exactEventsPerKey + limits.foldEntries;
}

function newVersion(): string {
  return randomBytes(6).toString('base64url');
}
