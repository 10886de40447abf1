import { join } from 'node:path';
import { z } from 'zod';
import type { KnownAllowance, Rejection } from './database/challenge-book.ts';
import { keep, recall } from './kept-file.ts';

const scopeSchema = z.object({ livemode: z.boolean(), account: z.string().nullable() });
const keptSchema = z.object({
  rejections: z.array(
    z.object({ id: z.string(), scope: scopeSchema, card: z.string(), merchant: z.string(), untilMs: z.number() }),
  ),
  allowances: z.array(
    z.object({
      id: z.string(),
      challengeId: z.string(),
      scope: scopeSchema,
      card: z.string(),
      cardholder: z.string().nullable(),
      merchant: z.string(),
      currency: z.string(),
      isCardPresent: z.boolean().nullable(),
      eachMinor: z.number(),
      totalMinor: z.number(),
      usesDaily: z.number(),
      fromMs: z.number(),
      untilMs: z.number(),
      uses: z.array(z.object({ ask: z.string(), amountMinor: z.number(), atMs: z.number() })),
    }),
  ),
});

/** What a start without the database must know of answers to questions. */
export interface KeptChallenges {
  readonly rejections: readonly Rejection[];
  readonly allowances: readonly KnownAllowance[];
}

const FILE = 'challenges.json';

/** Keeps rejections and allowances beside the journal. Gives whether they were kept. */
export function keepChallenges(dataDir: string, kept: KeptChallenges): Promise<boolean> {
  return keep(join(dataDir, FILE), kept);
}

/** Those that were kept last; none where none were. */
export async function readKeptChallenges(dataDir: string): Promise<KeptChallenges> {
  return keptSchema.safeParse(await recall(join(dataDir, FILE))).data ?? { rejections: [], allowances: [] };
}
