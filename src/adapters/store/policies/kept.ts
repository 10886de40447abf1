import { join } from 'node:path';
import { z } from 'zod';
import type { PolicyFile } from '../../../core/policy/files.ts';
import { keep, recall } from '../kept-file.ts';

const policySchema = z.object({
  /** Whether it was the folder's, or applied and thereby the one that counts. */
  from: z.enum(['folder', 'applied']),
  files: z.array(z.object({ name: z.string(), source: z.object({ path: z.string(), text: z.string() }) })),
});
const entriesSchema = z.array(
  z.object({
    livemode: z.boolean(),
    account: z.string().nullable(),
    list: z.string(),
    value: z.string(),
    fromMs: z.number().nullable(),
    untilMs: z.number().nullable(),
  }),
);

/** The policy that was in force last. */
export interface KeptPolicy {
  readonly from: 'folder' | 'applied';
  readonly files: readonly PolicyFile[];
}

/** An entry of a list, as it is kept. */
export type KeptEntry = z.infer<typeof entriesSchema>[number];

const POLICY_FILE = 'policy.json';
const LISTS_FILE = 'lists.json';

/**
 * Keeps the policy in force beside the journal, for a start at which the folder or the database is gone or broken.
 * Gives whether it was kept: a full disk is no reason not to start.
 */
export function keepPolicy(dataDir: string, policy: KeptPolicy): Promise<boolean> {
  return keep(join(dataDir, POLICY_FILE), policy);
}

/** The policy that was last in force here; null where none was kept, or what was kept can't be read. */
export async function readKeptPolicy(dataDir: string): Promise<KeptPolicy | null> {
  return policySchema.safeParse(await recall(join(dataDir, POLICY_FILE))).data ?? null;
}

/** Keeps the entries of all lists, for a start without the database. Gives whether they were kept. */
export function keepEntries(dataDir: string, entries: readonly KeptEntry[]): Promise<boolean> {
  return keep(join(dataDir, LISTS_FILE), entries);
}

/** The entries of all lists as they were last known here; none where none were kept. */
export async function readKeptEntries(dataDir: string): Promise<readonly KeptEntry[]> {
  return entriesSchema.safeParse(await recall(join(dataDir, LISTS_FILE))).data ?? [];
}
