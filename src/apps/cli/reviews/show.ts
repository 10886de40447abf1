import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';
import { reviewPageText } from './page.ts';

/** `countersign reviews show ID`: all that helps to judge it. */
export const showVerb: Verb = {
  usage: 'ID',
  words: [1, 1],
  takes: [],
  prepare([id = ''], { json }) {
    return async ({ client }, terminal) => {
      const review = await client.reviews.get(id);
      if (json) await writeJson(terminal, review);
      else await write(terminal.stdout, reviewPageText(review));
      return EXIT.done;
    };
  },
};
