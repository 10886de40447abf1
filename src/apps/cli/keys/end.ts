import { plain } from '../../../core/decision/plain.ts';
import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign keys revoke ID`: it opens nothing from now on. */
export const revokeVerb: Verb = {
  usage: 'ID',
  words: [1, 1],
  takes: [],
  prepare([id = ''], values) {
    return async ({ client }, terminal) => {
      const ended = await client.keys.revoke(id);
      if (values.json) await writeJson(terminal, ended);
      else await write(terminal.stdout, `${id}${ended.name === null ? '' : ` of ${plain(ended.name)}`} is revoked.\n`);
      return EXIT.done;
    };
  },
};

/** `countersign keys erase ID`: revoked, and nobody's any more. */
export const eraseVerb: Verb = {
  usage: 'ID',
  words: [1, 1],
  takes: [],
  prepare([id = ''], values) {
    return async ({ client }, terminal) => {
      const ended = await client.keys.erase(id);
      if (values.json) await writeJson(terminal, ended);
      else await write(terminal.stdout, `${id} is revoked, and whose it was is forgotten.\n`);
      return EXIT.done;
    };
  },
};
