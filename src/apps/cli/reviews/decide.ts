import { harmless } from '../../../core/decision/plain.ts';
import { LISTABLE, REVIEW_VERDICTS } from '../../../core/domain/review.ts';
import { nearest } from '../../../core/language/nearest.ts';
import type { VerdictRequest } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { timeOption } from '../remote/when.ts';
import { who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { followUpText } from './page.ts';

/** `countersign reviews decide ID fraud|legitimate`: what it was, and what shall follow. */
export const decideVerb: Verb = {
  usage: 'ID fraud|legitimate [--note TEXT] [--freeze] [--list NAME=WHAT,…] [--until TIME]',
  words: [2, 2],
  takes: ['note', 'freeze', 'list', 'until'],
  prepare([id = '', word = ''], values, { nowMs }) {
    const verdict = wordOf(word, REVIEW_VERDICTS, 'verdict');
    const { note, json } = values;
    const follow_ups = followUpsOf(values, nowMs);
    return async ({ client }, terminal) => {
      const request = { verdict, follow_ups, ...(typeof note === 'string' && { note }) };
      const review = await client.reviews.decide(id, request);
      if (json) {
        await writeJson(terminal, review);
        return EXIT.done;
      }
      const followed = review.follow_ups.map((followUp) => `  ${harmless(followUpText(followUp))}\n`);
      const by = harmless(who(review.closed_by));
      await write(terminal.stdout, `${review.id} is closed as ${review.verdict} by ${by}.\n${followed.join('')}`);
      return EXIT.done;
    };
  },
};

function followUpsOf({ freeze, list, until }: Arguments['values'], nowMs: number): VerdictRequest['follow_ups'] {
  const ends = timeOption('until', until, nowMs, 'ahead');
  if (ends !== undefined && list === undefined) throw new UsageError('--until goes with --list');
  const entries = typeof list === 'string' ? list.split(',') : [];
  return [
    ...(freeze ? [{ kind: 'freeze_card' as const }] : []),
    ...entries.map((entry) => {
      const [name = '', what, ...more] = entry.trim().split('=');
      if (name === '' || what === undefined || more.length > 0) {
        throw new UsageError(`--list wants NAME=WHAT, e.g. blocked_merchants=merchant, not "${entry}"`);
      }
      const value_of = wordOf(what, LISTABLE, 'value');
      return { kind: 'list_entry' as const, list: name, value_of, ...(ends !== undefined && { until: ends }) };
    }),
  ];
}

function wordOf<Word extends string>(given: string, known: readonly Word[], what: string): Word {
  const word = known.find((candidate) => candidate === given);
  if (word !== undefined) return word;
  const near = nearest(given, known);
  throw new UsageError(
    `there is no ${what} "${given}"; ${near ? `did you mean "${near}"?` : `known: ${known.join(', ')}`}`,
  );
}
