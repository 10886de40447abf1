import type { Alarms, RecordText } from '../../core/decision/ports.ts';
import type { SqlPool } from './database/pool.ts';
import { writeRecords } from './database/write.ts';

/**
 * Writes what comes from the journal into the database. A decision about an ask that another one answered there first
 * went out all the same (the database could not be asked at the time): it is kept too, without the event and ask that
 * name only one, with the id of the first in `second_answer_to`, and `answered_twice` is raised.
 */
export async function shipRecords(pool: SqlPool, texts: readonly RecordText[], alarms: Alarms): Promise<void> {
  const outcomes = await writeRecords(pool, texts);
  const seconds = texts.flatMap((text, index) => {
    const outcome = outcomes[index];
    return outcome?.kind === 'answered_before' ? [secondAnswer(text, outcome.answer.decisionId, alarms)] : [];
  });
  await writeRecords(pool, seconds);
}

function secondAnswer(text: RecordText, firstId: string, alarms: Alarms): RecordText {
  // Our own record, which the database has just read as a decision.
  const record = JSON.parse(text) as { readonly id: string };
  alarms.raise('answered_twice', { first: firstId, second: record.id });
  return JSON.stringify({ ...record, event: null, ask: null, second_answer_to: firstId });
}
