import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decideOffline } from '../../core/decision/offline.ts';
import type { DecisionRecord } from '../../core/decision/record.ts';
import { BASE_AT_MS } from '../../core/policy/base-authorization.ts';
import { type Policy, withProfile } from '../../core/policy/policy.ts';
import { EXIT, type Terminal, UsageError, write } from './command.ts';
import { type ReadAsk, readAsks } from './decide/asks.ts';
import { caseNames, caseYaml, withCase } from './save-case/append.ts';
import { impersonalAuthorization } from './save-case/impersonal.ts';
import { type Draft, decideDraft, essence, smallestDraft } from './save-case/smallest.ts';

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
  const { scope, askedAtMs: atMs } = ask.authorization;
  const draft = { authorization: impersonalAuthorization(ask.object), atMs, scope };
  const smallest = smallestDraft(draft, policy);
  const record = decideDraft(smallest, policy);
  // INVARIANT: only what is personal was changed, and an amount and a currency are not.
  if (!record) throw new Error('an ask that could be read can not be read as a case');
  const original = decideOffline(ask.authorization, {}, policy, (text) => text);
  const entry = { name, ...(profile !== null && { profile }), ...said(smallest), expect: expectationOf(record) };
  return { entry, isSameDecision: essence(original) === essence(record) };
}

function said({ authorization, atMs, scope }: Draft): object {
  return {
    ...(Object.keys(authorization).length > 0 && { authorization }),
    ...(atMs !== undefined && atMs !== BASE_AT_MS && { at: new Date(atMs).toISOString().replace('.000Z', 'Z') }),
    ...(scope.account !== null && { account: scope.account }),
    ...(scope.livemode && { livemode: true }),
  };
}

function expectationOf({ outcome, review, reasons, considered, errors }: DecisionRecord): object {
  const matched = considered.filter(({ result }) => result === 'matched').map(({ id }) => id);
  return {
    outcome,
    review,
    reasons,
    ...(matched.length > 0 && { matched }),
    ...(errors.length > 0 && { errors: errors.map(({ rule }) => rule) }),
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
