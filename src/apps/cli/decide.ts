import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { loadPolicyFolder } from '../../adapters/store/policies/load.ts';
import { type AuthorizationReading, readAuthorization } from '../../adapters/stripe/authorization.ts';
import { readEvent } from '../../adapters/stripe/event.ts';
import { boolean, fieldsOf } from '../../adapters/stripe/fields.ts';
import { decide } from '../../core/decision/decide.ts';
import { explain, explainBriefly } from '../../core/decision/explain.ts';
import { type Conceal, type DecisionRecord, decisionRecord } from '../../core/decision/record.ts';
import { replyTo } from '../../core/decision/reply.ts';
import { askKeyOf } from '../../core/domain/authorization.ts';
import { NO_FACTS } from '../../core/domain/facts.ts';
import { NO_FEATURES } from '../../core/domain/features.ts';
import { formatDiagnostic } from '../../core/language/diagnostic.ts';
import { nearest } from '../../core/language/nearest.ts';
import { type Policy, withProfile } from '../../core/policy/policy.ts';
import { type Command, EXIT, type Terminal, UsageError, write } from './command.ts';

import { type Row, readRows } from './rows.ts';

const HELP = `
usage: countersign decide FILE [--policies DIR] [--profile NAME] [--json]

Decides offline, with nothing recorded and nobody asked: what would be answered, and why. FILE holds an
issuing_authorization.request event or a bare authorization, or many of them, one a line; - reads standard input.

  --policies DIR   the policy folder; without it POLICIES, then ./policies
  --profile NAME   what this risk appetite would say, whatever the portfolio's own
  --json           the decision as one JSON object on one line, each

Exits with 0 whatever the outcomes, 1 when a row can't be read or the policy has an error.

example: countersign decide event.json --profile minimize-fraud
`;

/** `countersign decide`: what would be answered to these asks, and why. */
export function decideCommand(defaultPolicies: string, conceal: Conceal): Command {
  return {
    name: 'decide',
    summary: 'decide one event, or many, offline and say why',
    help: HELP.trimStart(),
    options: { policies: { type: 'string' }, profile: { type: 'string' }, json: { type: 'boolean' } },
    positionals: [1, 1],
    async run({ values, positionals }, terminal) {
      const policy = await loadPolicy(String(values.policies ?? defaultPolicies), values.profile, terminal);
      if (!policy) return EXIT.answerIsNo;
      const file = positionals[0] ?? '-';
      const form = values.json ? 'json' : 'text';
      return decideAll(file, policy, form, conceal, terminal);
    },
  };
}

async function loadPolicy(
  directory: string,
  profileName: string | boolean | undefined,
  { stderr }: Terminal,
): Promise<Policy | null> {
  const { policy, diagnostics } = await loadPolicyFolder(directory);
  for (const diagnostic of diagnostics) await write(stderr, `${formatDiagnostic(diagnostic)}\n\n`);
  if (policy === null || typeof profileName !== 'string') return policy;
  const profile = policy.profiles.get(profileName);
  if (profile) return withProfile(policy, profile);
  const known = [...policy.profiles.keys()];
  const near = nearest(profileName, known);
  throw new UsageError(
    `there is no profile "${profileName}"; ${near ? `did you mean "${near}"?` : `known: ${known.join(', ')}`}`,
  );
}

async function decideAll(
  file: string,
  policy: Policy,
  form: 'json' | 'text',
  conceal: Conceal,
  { stdin, stdout, stderr }: Terminal,
): Promise<number> {
  const input = file === '-' ? stdin : createReadStream(file);
  const name = file === '-' ? '<stdin>' : file;
  let unread = 0;
  // The first decision waits to be printed: alone it is a page, one of many it is a line.
  let first: DecisionRecord | null = null;
  let rows = 0;
  for await (const row of rowsOf(input, file)) {
    rows += 1;
    const reading = readRow(row);
    if (!reading.isReadable) {
      unread += 1;
      await write(stderr, `${name}:${row.line}: ${reading.problem}\n`);
      continue;
    }
    const record = decideOffline(reading, policy, conceal);
    if (form === 'json') await write(stdout, `${JSON.stringify(record)}\n`);
    else if (rows === 1) first = record;
    else {
      if (first) await write(stdout, explainBriefly(first));
      first = null;
      await write(stdout, explainBriefly(record));
    }
  }
  if (first) await write(stdout, rows === 1 ? explain(first) : explainBriefly(first));
  if (rows === 0) {
    await write(stderr, `${name}: there is nothing in it to decide\n`);
    return EXIT.answerIsNo;
  }
  return unread > 0 ? EXIT.answerIsNo : EXIT.done;
}

async function* rowsOf(input: Readable, file: string): AsyncGenerator<Row> {
  try {
    yield* readRows(input);
  } catch (error) {
    // What fails while reading fails before or between rows: the file isn't there, or is a folder.
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}` : `${file} can't be read (${code})`);
  }
}

/** An authorization, and the event that it came in, if it did. */
type RowReading = AuthorizationReading & { readonly eventId?: string | null };

function readRow(row: Row): RowReading {
  if (!row.isRead) return { isReadable: false, problem: row.problem };
  const fields = fieldsOf(row.json);
  if (fields.object === 'issuing.authorization') {
    return readAuthorization(fields, { livemode: boolean(fields.livemode) ?? false, account: null }, null);
  }
  const event = readEvent(row.json);
  if (!event.isEvent) {
    const problem =
      event.problem === 'thin_event'
        ? 'a thin event carries no authorization'
        : 'neither an event nor an authorization';
    return { isReadable: false, problem };
  }
  const { id, livemode, account, createdAtMs, object, type } = event.event;
  if (!type.startsWith('issuing_authorization.')) {
    return { isReadable: false, problem: `an event of type ${type} carries no authorization` };
  }
  return { ...readAuthorization(object, { livemode: livemode ?? false, account }, createdAtMs), eventId: id };
}

function decideOffline(row: RowReading & { isReadable: true }, policy: Policy, conceal: Conceal): DecisionRecord {
  const { authorization, eventId = null } = row;
  const verdict = decide(authorization, NO_FEATURES, NO_FACTS, policy);
  return decisionRecord(
    {
      ...verdict,
      id: 'offline',
      scope: authorization.scope,
      eventId,
      authorizationId: authorization.id,
      askKey: askKeyOf(authorization),
      authorization,
      answeredBy: 'policy',
      askedAtMs: authorization.askedAtMs,
      receivedAtMs: authorization.askedAtMs,
      decidedAfterMs: 0,
      reply: replyTo(verdict, 'offline', false),
    },
    conceal,
  );
}
