import { plain } from '../../core/decision/plain.ts';
import { becauseInWords } from '../../core/decision/question.ts';
import { sayCount } from '../../core/domain/figures.ts';
import { limits } from '../../core/domain/limits.ts';
import { formatMoney } from '../../core/domain/money.ts';
import type { Allowance } from '../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from './command.ts';
import { numberOption, wordOption } from './options.ts';
import type { Ask, RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { takeRows } from './remote/take-rows.ts';
import { chooseVerb, type Verb } from './remote/verbs.ts';
import { minute, who } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign allowances [--state live|ended|all] [--card ID] [--cardholder ID] [--merchant ID] [--limit N]
                              [--json]
       countersign allowances revoke ID [--note TEXT] [--json]

What cardholders allowed by answering YES: a card may buy at a merchant for a while, within limits, without declines for
fraud. revoke ends one now (scope review).

  --state NAME      live (without it), ended (taken back, or run out) or all
  --card ID         of this card; so also --cardholder ID and --merchant ID
  --limit N         how many (${limits.cliShownRows})
  --note TEXT       of revoke: why; no names, no numbers of people
  --json            one JSON object; of the list each allowance on a line
${WORLD_HELP}

${WHERE_HELP}

example: countersign allowances revoke alw_0123456789 --note "the phone was stolen"
`;

const FILTERS = {
  state: { type: 'string' },
  card: { type: 'string' },
  cardholder: { type: 'string' },
  merchant: { type: 'string' },
  limit: { type: 'string' },
} as const;

const revokeVerb: Verb = {
  usage: 'ID [--note TEXT]',
  words: [1, 1],
  takes: ['note'],
  prepare([id = ''], { note, json }) {
    return async ({ client }, terminal) => {
      const allowance = await client.allowances.revoke(id, typeof note === 'string' ? { note } : {});
      if (json) await writeJson(terminal, allowance);
      else await write(terminal.stdout, `${allowance.id} has ended.\n`);
      return EXIT.done;
    };
  },
};

/** `countersign allowances`: what answered questions allow. */
export const allowancesCommand: RemoteCommand = {
  name: 'allowances',
  summary: 'show and revoke what cardholders allowed by a YES',
  help: HELP.trimStart(),
  options: { ...FILTERS, note: { type: 'string' }, json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [0, 2],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellAllowances(given.values);
    return chooseVerb('allowances', { revoke: revokeVerb }, given, ['json', ...Object.keys(WORLD_OPTIONS)], here);
  },
};

function tellAllowances(values: Arguments['values']): Ask {
  if (values.note !== undefined) throw new UsageError('--note goes with revoke');
  const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 1_000_000);
  const state = wordOption('state', values.state, 'live', ['live', 'ended', 'all']);
  const named = ['card', 'cardholder', 'merchant'] as const;
  const filter = {
    ...Object.fromEntries(named.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : []))),
    ...(state !== 'all' && { state }),
  };
  return async ({ client }, terminal) => {
    const { rows, isCut } = await takeRows((page) => client.allowances.each({ ...page, ...filter }), wanted);
    if (values.json) {
      for (const allowance of rows) await writeJson(terminal, allowance);
      return EXIT.done;
    }
    const headings = ['ALLOWANCE', 'FROM (UTC)', 'UNTIL (UTC)', 'CARD', 'MERCHANT', 'USED', 'OF', 'USES', 'STATE'];
    if (rows.length === 0) await write(terminal.stdout, 'No such allowance.\n');
    else await write(terminal.stdout, table(headings, rows.map(row)));
    if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
    return EXIT.done;
  };
}

function row(allowance: Allowance): string[] {
  const { id, from, until, card, merchant, merchant_name: name, currency, uses } = allowance;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const [used, total] = [money(allowance.used_minor), money(allowance.total_minor)];
  const where = plain(name ?? merchant, 30);
  return [id, minute(from), minute(until), card, where, used, total, sayCount(uses), stateText(allowance)];
}

function stateText({ state, ended_at: endedAt, ended_because: because, ended_by: by }: Allowance): string {
  if (endedAt === null) return state === 'live' ? 'live' : 'ran out';
  const person = by === null ? '' : `, by ${plain(who(by))}`;
  return `ended ${minute(endedAt)}${because === null ? '' : `: ${becauseInWords(because)}`}${person}`;
}
