import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign challenges lift ID`: the cardholder said NO by mistake. */
export const liftVerb: Verb = {
  usage: 'ID [--note TEXT]',
  words: [1, 1],
  takes: ['note'],
  prepare([id = ''], { note, json }) {
    return async ({ client }, terminal) => {
      const challenge = await client.challenges.lift(id, typeof note === 'string' ? { note } : {});
      const sentence =
        'The NO is taken back: the merchant is declined on that card no longer. A frozen card stays so.\n';
      if (json) await writeJson(terminal, challenge);
      else await write(terminal.stdout, sentence);
      return EXIT.done;
    };
  },
};
