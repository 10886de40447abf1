import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readAuthorization } from '../../adapters/stripe/authorization.ts';
import { caseEntry, decideDraft, draftOf, essence, smallestDraft } from '../../core/decision/case-draft.ts';
import { decideOffline } from '../../core/decision/offline.ts';
import { caseNames, caseYaml, withCase } from '../../core/policy/case-text.ts';
import { type Policy, withProfile } from '../../core/policy/policy.ts';
import { EXIT, type Terminal, UsageError, write } from './command.ts';
import { type ReadAsk, readAsks } from './decide/asks.ts';
import { impersonalAuthorization } from './save-case/impersonal.ts';

/** What the case is called, where it goes (null: printed), and the profile that it is decided under (null: its own). */
export interface SaveWish {
  readonly name: string;
  readonly into: string | null;
  readonly profile: string | null;
}

/**
 * Makes a case of the one ask in a file: what its rules read of it, and the decision as expectation. Gives the exit
 * code; throws UsageError where there is no such ask, or the case can't be added.
 */
export async function saveCase(file: string, wish: SaveWish, policy: Policy, terminal: Terminal): Promise<number> {
  const { stdout, stderr } = terminal;
  const taken = policy.cases.find(({ name }) => name === wish.name);
  if (taken) throw new UsageError(`there is a case "${wish.name}" already, at ${taken.path}:${taken.line}`);
  const ask = await onlyAsk(file, terminal);
  if (!ask.isReadable) {
    await write(stderr, `${file === '-' ? '<stdin>' : file}:${ask.line}: ${ask.problem}\n`);
    return EXIT.answerIsNo;
  }
  const profile = wish.profile === null ? undefined : policy.profiles.get(wish.profile);
  const { entry, isSameDecision } = caseOf(ask, wish, profile ? withProfile(policy, profile) : policy);
  if (!isSameDecision) await write(stderr, PERSONAL_NOTE);
  if (wish.into === null) {
    await write(stdout, caseYaml(entry));
    return EXIT.done;
  }
  await append(wish.into, entry);
  await write(stdout, `${wish.into}: added the case "${wish.name}"\n`);
  return EXIT.done;
}

const PERSONAL_NOTE =
  'warning: a rule reads something personal of this ask, which is invented in the case: ' +
  'the case expects what is decided on that\n';

type ReadableAsk = ReadAsk & { readonly isReadable: true };

async function onlyAsk(file: string, { stdin }: Terminal): Promise<ReadAsk> {
  const asks: ReadAsk[] = [];
  for await (const ask of readAsks(file, stdin)) {
    asks.push(ask);
    if (asks.length > 1) throw new UsageError('--save-case makes a case of one ask, and there are more of them here');
  }
  const [ask] = asks;
  if (!ask) throw new UsageError('there is nothing in it to make a case of');
  return ask;
}

function caseOf(ask: ReadableAsk, { name, profile }: SaveWish, policy: Policy) {
  const { scope, askedAtMs } = ask.authorization;
  const draft = draftOf(impersonalAuthorization(ask.object), askedAtMs, scope);
  const smallest = smallestDraft(draft, policy, readAuthorization);
  const record = decideDraft(smallest, policy, readAuthorization);
  // INVARIANT: only what is personal was changed, and an amount and a currency are not.
  if (!record) throw new Error('an ask that could be read can not be read as a case');
  const original = decideOffline(ask.authorization, {}, policy, (text) => text);
  return {
    entry: caseEntry(name, { ...smallest, profile }, record),
    isSameDecision: essence(original) === essence(record),
  };
}

async function append(path: string, entry: { readonly name: string }): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw new UsageError(`${path} can't be read (${error.code})`);
  });
  if (caseNames(text).includes(entry.name)) throw new UsageError(`${path} has a case "${entry.name}" already`);
  const added = withCase(text, entry);
  if (added === null) throw new UsageError(`${path} is no file of cases that one can be added to: a list under cases:`);
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFile(path, added))
    .catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${path} can't be written (${error.code})`);
    });
}
