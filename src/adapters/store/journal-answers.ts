import { z } from 'zod';
import type { Alarms, Answer, AskIdentity } from '../../core/decision/ports.ts';
import { readJournal } from './journal/reader.ts';

const decisionSchema = z.object({
  kind: z.literal('decision'),
  id: z.string(),
  livemode: z.boolean(),
  account: z.string().nullable(),
  event: z.string().nullable(),
  ask: z.string().nullable(),
  asked_at: z.number(),
  reply: z.object({ approved: z.boolean(), metadata: z.record(z.string(), z.string()).exactOptional() }),
});

/** Every answer that stands in the journal, for the claims at start: some may not have reached the database. */
export async function* answersInJournal(
  dir: string,
  alarms: Alarms,
): AsyncGenerator<{ readonly ask: AskIdentity; readonly answer: Answer }> {
  for await (const records of readJournal(dir, alarms)) {
    for (const { text } of records) {
      const parsed = decisionSchema.safeParse(JSON.parse(text));
      if (!parsed.success) continue;
      const { id, livemode, account, event, ask, asked_at, reply } = parsed.data;
      yield {
        ask: { scope: { livemode, account }, eventId: event, askKey: ask, createdAtMs: asked_at },
        answer: { decisionId: id, reply },
      };
    }
  }
}
