import { plain } from '../../../core/decision/plain.ts';
import { unaskableInWords } from '../../../core/decision/vocabulary.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import { formatMoney } from '../../../core/domain/money.ts';
import type { ChallengeFunnel } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import { numberOption, wordOption } from '../options.ts';
import { table } from '../remote/table.ts';
import type { Verb } from '../remote/verbs.ts';
import { minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

const DAY_MS = 86_400_000;
const GROUPS = ['day', 'profile', 'rule', 'channel'] as const;

type Counts = ChallengeFunnel['total'];

const COLUMNS: readonly (readonly [heading: string, of: keyof Omit<Counts, 'saved_amounts'>])[] = [
  ['ASKED', 'asked'],
  ['SENT', 'sent'],
  ['DELIVERED', 'delivered'],
  ['OPEN', 'open'],
  ['YES', 'verified'],
  ['NO', 'rejected'],
  ['EXPIRED', 'expired'],
  ['UNDELIVERABLE', 'undeliverable'],
  ['STOP', 'opted_out'],
  ['VOID', 'void'],
  ['RETRIED', 'retried'],
  ['APPROVED', 'approved_after'],
  ['SAVED', 'saved'],
];

/** `countersign challenges funnel`: from asked to saved, and who could not be asked. */
export const funnelVerb: Verb = {
  usage: '[--by day|profile|rule|channel] [--days N]',
  words: [0, 0],
  takes: ['by', 'days'],
  prepare(_, values, { nowMs }) {
    const days = numberOption('days', values.days, limits.spanDays, 1, limits.maxSpanDays);
    const by = wordOption('by', values.by, 'day', GROUPS);
    return async ({ client }, terminal) => {
      const from = new Date(nowMs - days * DAY_MS).toISOString();
      const funnel = await client.challenges.funnel({ by, from, to: new Date(nowMs).toISOString() });
      if (values.json) await writeJson(terminal, funnel);
      else await write(terminal.stdout, funnelText(funnel));
      return EXIT.done;
    };
  },
};

function funnelText(funnel: ChallengeFunnel): string {
  return [asked(funnel), saved(funnel.total), unasked(funnel.unaskable)].filter((part) => part !== '').join('\n');
}

function asked({ by, from, to, data, total }: ChallengeFunnel): string {
  if (data.length === 0) return `Nobody was asked from ${minute(from)} to ${minute(to)} UTC.\n`;
  const counted = (line: Counts) => COLUMNS.map(([, of]) => sayCount(line[of]));
  const rows = data.map(({ key, ...line }) => [key === null ? '(none)' : plain(key, 60), ...counted(line)]);
  const all = data.length > 1 ? [['all', ...counted(total)]] : [];
  return table([by.toUpperCase(), ...COLUMNS.map(([heading]) => heading)], [...rows, ...all]);
}

function saved({ saved_amounts: amounts }: Counts): string {
  if (amounts.length === 0) return '';
  const texts = amounts.map(({ amount_minor: amountMinor, currency }) => formatMoney({ amountMinor, currency }));
  return `Saved: ${texts.join(', ')}\n`;
}

function unasked(lines: ChallengeFunnel['unaskable']): string {
  if (lines.length === 0) return '';
  const rows = lines.map(({ reason, count, approved }) => {
    return [reason, sayCount(count), sayCount(approved), unaskableInWords(reason)];
  });
  return `Not asked\n${table(['REASON', 'ASKS', 'APPROVED', 'WHICH MEANS'], rows)}`;
}
