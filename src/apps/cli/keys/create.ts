import { plain } from '../../../core/decision/plain.ts';
import { nearest } from '../../../core/language/nearest.ts';
import { KEY_SCOPES, type KeyScope } from '../../../sdk/schema/key-scopes.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';
import { boundText } from './overview.ts';

/** `countersign keys create NAME`: the key alone on standard output, what there is to say of it on standard error. */
export const createVerb: Verb = {
  usage: 'NAME --scopes SCOPE,…',
  words: [1, 1],
  takes: ['scopes', 'account', 'live', 'test'],
  prepare([name = ''], values) {
    const scopes = scopesOf(values.scopes);
    const bound = { livemode: modeOf(values), account: typeof values.account === 'string' ? values.account : null };
    return async ({ client }, terminal) => {
      const made = await client.keys.create({ name, scopes, ...bound });
      if (values.json) {
        await writeJson(terminal, made);
        return EXIT.done;
      }
      const to = boundText(made);
      const binding = to === '-' ? '' : `, bound to ${to}`;
      await write(terminal.stderr, `${made.id} for ${plain(name)}: ${made.scopes.join(', ')}${binding}\n`);
      await write(terminal.stdout, `${made.key}\n`);
      await write(terminal.stderr, 'Keep it now: it is shown this once and kept nowhere.\n');
      return EXIT.done;
    };
  },
};

function scopesOf(given: string | boolean | undefined): KeyScope[] {
  if (typeof given !== 'string') throw new UsageError(`--scopes is missing; known: ${KEY_SCOPES.join(', ')}`);
  return given.split(',').map((part) => {
    const word = part.trim();
    const scope = KEY_SCOPES.find((known) => known === word);
    if (scope) return scope;
    const near = nearest(word, KEY_SCOPES);
    const hint = near ? `did you mean "${near}"?` : `known: ${KEY_SCOPES.join(', ')}`;
    throw new UsageError(`there is no scope "${word}"; ${hint}`);
  });
}

function modeOf({ live, test }: Arguments['values']): boolean | null {
  if (live && test) throw new UsageError('--live and --test exclude each other; without them it is bound to neither');
  return live ? true : test ? false : null;
}
