import { cardholderVerb } from './export/cardholder.ts';
import { historyVerb } from './export/history.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';

const HELP = `
usage: countersign export cardholder ID [--also TEXT,…] [--json]
       countersign export history (--parquet DIR | --csv FILE | --ndjson FILE) [--from TIME] [--to TIME]
                                  [--features] [--all] [--json]

"cardholder" writes all that is held of a cardholder, a line of JSON each: the table that it stands in, and the row. It
wants a key of scope admin. What is personal stands there as HMACs, since nothing else is ever kept.

"history" writes what was recorded, an ask a row: what was bought, what rules read of it, what we answered, how it ended
and what turned out to be true. countersign backtest reads it as it is, and so does any warehouse
(docs/history-format.md). A file takes its place when it is whole. Run again, it writes all files anew: labels come in
for months.

  --parquet DIR  a file for each month, DIR/history-2026-11.parquet
  --csv FILE     one file; --ndjson FILE the same as JSON lines
  --from TIME    asks made from then on, 2026-06-30 or 90d ago; without it from the first
  --to TIME      asks made before then
  --features     with the features as they were counted. A backtest takes them from there and counts none of them
  --all          also what no policy decided: asks that were never put to us, or that a stand-in answered
  --also TEXT,…  what is the cardholder's besides: a user id of a back end, an e-mail address
  --json         one JSON value: what is held, or which files were written

${WORLD_HELP}

${WHERE_HELP}

example: countersign export cardholder ich_1Sample > held.ndjson
         countersign export history --parquet history --from 2026-01-01
`;

const VERBS = { cardholder: cardholderVerb, history: historyVerb };

/** `countersign export`: what is held of a person, and what was recorded of all. */
export const exportCommand: RemoteCommand = {
  name: 'export',
  summary: 'write what was recorded to files, or all that is held of a cardholder',
  help: HELP.trimStart(),
  options: {
    ...{ parquet: { type: 'string' }, csv: { type: 'string' }, ndjson: { type: 'string' } },
    ...{ from: { type: 'string' }, to: { type: 'string' }, features: { type: 'boolean' }, all: { type: 'boolean' } },
    ...{ also: { type: 'string' }, json: { type: 'boolean' } },
    ...WORLD_OPTIONS,
  },
  positionals: [1, 2],
  prepare(given, here) {
    return chooseVerb('export', VERBS, given, ['json', ...Object.keys(WORLD_OPTIONS)], here);
  },
};
