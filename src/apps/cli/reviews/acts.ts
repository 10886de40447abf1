import { plain } from '../../../core/decision/plain.ts';
import { type Arguments, EXIT, type Terminal, UsageError, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign reviews assign ID`: to oneself, unless somebody else is named. */
export const assignVerb: Verb = {
  usage: 'ID [--to me|nobody|USER|KEY]',
  words: [1, 1],
  takes: ['to'],
  prepare([id = ''], values) {
    const to = typeof values.to === 'string' ? values.to : 'me';
    return async ({ client }, terminal) => {
      const review = await client.reviews.assign(id, { to });
      const owner = review.assigned_to === null ? 'nobody' : plain(who(review.assigned_to));
      return said(terminal, values, review, `${review.id} is assigned to ${owner}.`);
    };
  },
};

/** `countersign reviews note ID TEXT`. */
export const noteVerb: Verb = {
  usage: 'ID TEXT',
  words: [2, 2],
  takes: [],
  prepare([id = '', note = ''], values) {
    if (note.trim() === '') throw new UsageError('the note is empty');
    return async ({ client }, terminal) => {
      const review = await client.reviews.note(id, { note });
      return said(terminal, values, review, `It is noted on ${review.id}.`);
    };
  },
};

/** `countersign reviews open AUTHORIZATION`: the review of it, opened if none was. */
export const openVerb: Verb = {
  usage: 'AUTHORIZATION [--note TEXT]',
  words: [1, 1],
  takes: ['note'],
  prepare([authorization = ''], values) {
    const { note } = values;
    return async ({ client }, terminal) => {
      const review = await client.reviews.open({ authorization, ...(typeof note === 'string' && { note }) });
      return said(terminal, values, review, `${review.id} is open for ${plain(authorization)}.`);
    };
  },
};

async function said(terminal: Terminal, { json }: Arguments['values'], review: object, sentence: string) {
  if (json) await writeJson(terminal, review);
  else await write(terminal.stdout, `${sentence}\n`);
  return EXIT.done;
}
