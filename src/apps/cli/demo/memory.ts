import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { SimulatedEvent } from '../../../simulator/stripe/transport.ts';

const schema = z.object({
  /** Where the world stopped: it goes on from there, so that its time never goes back. */
  worldEndMs: z.number(),
  /** The last ask that was answered, as it was sent, and the decision that answered it. */
  last: z.object({ event: z.custom<SimulatedEvent>(isEvent), decisionId: z.string() }).nullable(),
});

function isEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** What one demo leaves for the next one in the same folder. */
export type DemoMemory = z.infer<typeof schema>;

const NOTHING: DemoMemory = { worldEndMs: 0, last: null };
const FILE = 'demo.json';

/** What the demo before left; nothing where there was none, or where its file is no longer readable. */
export function recallDemo(dataDir: string): DemoMemory {
  try {
    return schema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')));
  } catch {
    return NOTHING;
  }
}

/** Keeps what the next demo wants to know; whole or not at all. */
export function keepDemo(dataDir: string, memory: DemoMemory): void {
  const file = join(dataDir, FILE);
  writeFileSync(`${file}.new`, JSON.stringify(memory));
  renameSync(`${file}.new`, file);
}
