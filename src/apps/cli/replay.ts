import { resolve } from 'node:path';
import { loadFeatures } from '../../adapters/store/policies/features.ts';
import { loadPolicyFolder } from '../../adapters/store/policies/load.ts';
import type { Conceal } from '../../core/domain/personal.ts';
import { type Diagnostic, formatDiagnostic } from '../../core/language/diagnostic.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { FeaturesOnly } from '../../workflows/history/counts.ts';
import { type Arguments, type Command, EXIT, type Terminal, UsageError, write } from './command.ts';
import { requireWritable } from './whole-file.ts';

const HELP = `
usage: countersign replay FILE.ndjson [--policies DIR] [--out FILE.ndjson] [--features-only] [--json]

Replays the past through the features and rules of a policy: what would have been decided, each purchase seeing exactly
what came before it. FILE holds one JSON object a line, - reads standard input:
  - events of Stripe's: issuing_authorization.request is decided; .created and .updated tell where Stripe or the network
    declined by itself, or decided because no answer came; of our own answers the policy gives its own
  - authorizations alone, as they were asked about
  - events of back ends: {"object": "countersign.event", "type": "login", "id": "…", "time": "…", "data": {…}}
Other events, and the labels that "countersign simulate --out" writes, are passed over.

They are taken by their time (an event's created), ties as they stand; a file that is not in that order is sorted on
disk first, which takes about as much room as the file. For each authorization there is a line, in the order of
deciding:
  {"authorization": "iauth_…", "outcome": "approve", "reasons": ["nothing_matched"], "features": {"name": 1}}
A feature that is missing is null, amounts are in major units, and what is personal is concealed under HASH_KEY.

  --policies DIR     the policy folder; without it POLICIES, then ./policies
  --out FILE         the file to write, which appears when it is whole; without it, or as -, standard output
  --features-only    decide nothing: DIR needs no more than features/*.scowl (and rates.yaml, where amounts are
                     converted). Asks count as approved, unless the file says otherwise
  --json             a summary as one JSON object on standard output; goes with --out FILE

Exits with 0, and with 1 when a line can't be read (the others are replayed), the policy has an error, or it was
interrupted.

example: countersign simulate --out history.ndjson --days 30 && countersign replay history.ndjson --out decided.ndjson
`;

export interface ReplayCommandPorts {
  readonly conceal: Conceal;
  /** A clock that only runs forward. */
  monotonicMs(): number;
  /** Aborted when the user wants no more. */
  interrupted(): AbortSignal;
}

/** `countersign replay`: the past, decided again. */
export function replayCommand(defaultPolicies: string, ports: ReplayCommandPorts): Command {
  return {
    name: 'replay',
    summary: 'decide the past again, by the features and rules of a policy folder',
    help: HELP.trimStart(),
    options: {
      policies: { type: 'string' },
      out: { type: 'string' },
      'features-only': { type: 'boolean' },
      json: { type: 'boolean' },
    },
    positionals: [1, 1],
    async run({ values, positionals }, terminal) {
      const file = positionals[0] ?? '-';
      const out = outOption(values.out, file);
      if (values.json && out === null)
        throw new UsageError('--json goes with --out FILE: without it the lines are printed');
      const policy = await load(String(values.policies ?? defaultPolicies), values, terminal);
      if (!policy) return EXIT.answerIsNo;
      const { runReplay } = await import('./replay/run.ts');
      const { conceal, monotonicMs } = ports;
      const wish = { file, out, policy, isJson: values.json === true };
      return runReplay(wish, terminal, { conceal, monotonicMs, signal: ports.interrupted() });
    },
  };
}

function outOption(given: string | boolean | undefined, file: string): string | null {
  if (typeof given !== 'string' || given === '-') return null;
  requireWritable(given);
  if (file !== '-' && resolve(file) === resolve(given)) throw new UsageError('--out is the file that is replayed');
  return given;
}

async function load(
  directory: string,
  values: Arguments['values'],
  { stderr }: Terminal,
): Promise<Policy | FeaturesOnly | null> {
  const { found, diagnostics } = values['features-only'] ? await featuresIn(directory) : await policyIn(directory);
  for (const diagnostic of diagnostics) await write(stderr, `${formatDiagnostic(diagnostic)}\n\n`);
  return found;
}

interface Found {
  readonly found: Policy | FeaturesOnly | null;
  readonly diagnostics: readonly Diagnostic[];
}

async function featuresIn(directory: string): Promise<Found> {
  const { loaded, diagnostics } = await loadFeatures(directory);
  return { found: loaded, diagnostics };
}

async function policyIn(directory: string): Promise<Found> {
  const { policy, diagnostics } = await loadPolicyFolder(directory);
  return { found: policy, diagnostics };
}
