import { limits } from '../../core/domain/limits.ts';
import { exportVerb } from './labels/export.ts';
import { importVerb } from './labels/import.ts';
import { tellLabels } from './labels/overview.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';

const HELP = `
usage: countersign labels [filters] [--limit N] [--json]
       countersign labels import FILE [--dry-run] [--json]
       countersign labels export [filters] [--csv]

What turned out to be true of authorizations: by disputes, reviewers, answered challenges, warnings about cards, and
files. import takes a file of your own books, - being standard input: CSV with a header, or NDJSON, with the columns
  authorization or transaction   which purchase: Stripe's id
  verdict                        fraud, legitimate, or withdrawn, which takes back what was said under the same ref
  known_at                       when it became known: 2026-06-30, or 2026-06-30T18:00:00Z
  ref, note                      what it rests on (else the purchase itself), and why: no names, no numbers of people
Good lines are taken, each bad one is named with its number; the same file again adds nothing.

  --verdict WORD       fraud, legitimate or withdrawn
  --source WORD        review, dispute, challenge, import or fraud_warning
  --authorization ID   about this authorization
  --card ID            about this card, or what was bought with it
  --from TIME          known then or later: 2026-06-30, 2026-06-30T18:00Z, or 24h ago
  --to TIME            known before
  --approved true      about what Stripe says was approved in the end, or false: declined; fraud there is no loss
  --unjoined           those that wait for their transaction
  --limit N            how many (${limits.cliShownRows})
  --dry-run            only look at the file
  --csv                as CSV instead of NDJSON
  --json               each label as one JSON object on a line; of import, one object with what came of it
${WORLD_HELP}

${WHERE_HELP}

Exits with 0, or 1 when a line of the file could not be taken.

example: countersign labels import chargebacks.csv --live
`;

const VERBS = { import: importVerb, export: exportVerb };

/** `countersign labels`: what turned out to be true. */
export const labelsCommand: RemoteCommand = {
  name: 'labels',
  summary: 'show, import and export what turned out to be true',
  help: HELP.trimStart(),
  options: {
    verdict: { type: 'string' },
    source: { type: 'string' },
    authorization: { type: 'string' },
    card: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    approved: { type: 'string' },
    unjoined: { type: 'boolean' },
    limit: { type: 'string' },
    'dry-run': { type: 'boolean' },
    csv: { type: 'boolean' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 2],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellLabels(given.values, here);
    return chooseVerb('labels', VERBS, given, ['json', ...Object.keys(WORLD_OPTIONS)], here);
  },
};
