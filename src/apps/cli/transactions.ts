import { limits } from '../../core/domain/limits.ts';
import { formatMoney } from '../../core/domain/money.ts';
import type { Transaction, TransactionFilter } from '../../sdk/resources.ts';
import { transactionFilter } from '../../sdk/schema/money.ts';
import { type Arguments, EXIT, write } from './command.ts';
import { numberOption, wordOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { takeRows } from './remote/take-rows.ts';
import { spanOptions } from './remote/when.ts';
import { minute } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const KINDS = transactionFilter.shape.kind.unwrap().options;

const HELP = `
usage: countersign transactions [filters] [--limit N] [--json]

Lists captures and refunds, newest first, each with what it is to its authorization: normal took what was held, partial
less, over more; late came after the hold had ended; forced_without_authorization and forced_after_decline came though
nobody approved them; unmatched waits for Stripe to tell of its authorization.

  --kind NAME          one kind only; forced is both that nobody approved
  --card ID            of this card
  --authorization ID   of this authorization
  --from TIME          made then or later: 2026-06-30, 2026-06-30T18:00Z, or 24h ago
  --to TIME            made before
  --limit N            how many (${limits.cliShownRows})
  --json               each transaction as one JSON object on a line
${WORLD_HELP}

${WHERE_HELP}

example: countersign transactions --kind forced --from 7d
`;

/** `countersign transactions`: what was captured and refunded. */
export const transactionsCommand: RemoteCommand = {
  name: 'transactions',
  summary: 'list captures and refunds, e.g. those that nobody approved',
  help: HELP.trimStart(),
  options: {
    kind: { type: 'string' },
    card: { type: 'string' },
    authorization: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 0],
  prepare({ values }, { nowMs }) {
    const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 1_000_000);
    const filter = filterOf(values, nowMs);
    return async ({ client }, terminal) => {
      const { rows, isCut } = await takeRows((page) => client.transactions.each({ ...page, ...filter }), wanted);
      if (values.json) {
        for (const transaction of rows) await writeJson(terminal, transaction);
        return EXIT.done;
      }
      const headings = ['MADE (UTC)', 'TRANSACTION', 'KIND', 'AMOUNT', 'CARD', 'AUTHORIZATION'];
      if (rows.length === 0) await write(terminal.stdout, 'No such transaction.\n');
      else await write(terminal.stdout, table(headings, rows.map(row)));
      if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
      return EXIT.done;
    };
  },
};

function filterOf(values: Arguments['values'], nowMs: number): TransactionFilter {
  const { kind, card, authorization } = values;
  return {
    ...(kind !== undefined && { kind: wordOption('kind', kind, 'forced', KINDS) }),
    ...(typeof card === 'string' && { card }),
    ...(typeof authorization === 'string' && { authorization }),
    ...spanOptions(values, nowMs),
  };
}

function row({ id, kind, amount_minor: amountMinor, currency, card, authorization, created }: Transaction): string[] {
  return [minute(created), id, kind, formatMoney({ amountMinor, currency }), card ?? '', authorization ?? ''];
}
