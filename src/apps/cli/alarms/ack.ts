import { harmless } from '../../../core/decision/plain.ts';
import { type Alarm, CountersignError } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { minute, who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign alarms ack ID…`: somebody knows of it. What is no alarm is named, and the rest acknowledged. */
export const ackVerb: Verb = {
  usage: 'ID… [--note TEXT]',
  words: [1, Number.MAX_SAFE_INTEGER],
  takes: ['note'],
  prepare(ids, { note, json }) {
    const body = typeof note === 'string' ? { note } : {};
    return async ({ client }, terminal) => {
      const acknowledged: Alarm[] = [];
      for (const id of ids) {
        const alarm = await client.alarms.acknowledge(id, body).catch((error: unknown) => {
          if (error instanceof CountersignError && error.code === 'not_found') return null;
          throw error;
        });
        if (alarm) acknowledged.push(alarm);
        else await write(terminal.stderr, `countersign alarms: there is no alarm ${harmless(id)}\n`);
        if (alarm && !json) await write(terminal.stdout, `${said(alarm)}\n`);
      }
      if (json) await writeJson(terminal, acknowledged);
      return acknowledged.length < ids.length ? EXIT.answerIsNo : EXIT.done;
    };
  },
};

function said({ id, alarm, acknowledged_at, acknowledged_by }: Alarm): string {
  const since = acknowledged_at === null ? '' : ` since ${minute(acknowledged_at)} UTC`;
  return harmless(`${id} (${alarm}): known to ${who(acknowledged_by)}${since}`);
}
