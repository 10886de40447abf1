import { plain } from '../../core/decision/plain.ts';
import { formatMoney } from '../../core/domain/money.ts';
import type { Authorization } from '../../sdk/index.ts';
import { EXIT, write } from './command.ts';
import { becameBriefly } from './remote/became.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { minute } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign authorization ID [--json]

What is known of an authorization of Stripe's, iauth_…: what Stripe last told of it, and each time that somebody asked
for money, what we said and how it ended; those that Stripe answered without asking us with them. Then what became of
the money, what turned out to be true, and its reviews.

  --json   one JSON object, with every decision whole
${WORLD_HELP}

${WHERE_HELP}

example: countersign authorization iauth_0123456789
`;

/** `countersign authorization`: what is known of one. */
export const authorizationCommand: RemoteCommand = {
  name: 'authorization',
  summary: 'show an authorization, what we said to it and how it ended',
  help: HELP.trimStart(),
  options: { json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [1, 1],
  prepare({ values, positionals: [id = ''] }) {
    return async ({ client }, terminal) => {
      const authorization = await client.authorizations.get(id);
      if (values.json) await writeJson(terminal, authorization);
      else
        await write(
          terminal.stdout,
          [summary, asksTable, reviewsTable]
            .map((part) => part(authorization))
            .filter(Boolean)
            .join('\n'),
        );
      return EXIT.done;
    };
  },
};

function summary(authorization: Authorization): string {
  const { id, known, known_at: knownAt, status, approved, card, cardholder, merchant_name: merchant } = authorization;
  const rows: [string, string][] = known
    ? [
        ['status', `${plain(status ?? 'unknown')}, ${approved ? 'approved' : 'not approved'}`],
        ['amount', money(authorization.amount_minor, authorization.currency)],
        ['card', `${plain(card ?? 'unknown')}${cardholder === null ? '' : ` of ${plain(cardholder)}`}`],
        ['merchant', plain(merchant ?? authorization.merchant ?? 'unknown')],
        ['as of', knownAt === null ? '' : `${minute(knownAt)} UTC`],
      ]
    : [['status', 'Stripe has not reported it']];
  rows.push(...moneyRow(authorization), ...labelRow(authorization));
  const lines = rows.map(([label, text]) => `  ${label.padEnd(10)} ${text}`);
  return `${plain(id)}\n${lines.join('\n')}\n`;
}

function asksTable({ asks }: Authorization): string {
  const rows = asks.map(({ at, amount_minor: amountMinor, currency, outcome, reason, decision, confirmation }) => [
    minute(at),
    money(amountMinor, currency),
    outcome === null ? 'not asked' : outcome,
    plain(reason ?? ''),
    becameBriefly(undefined, confirmation),
    decision ?? '',
  ]);
  return table(['ASKED (UTC)', 'AMOUNT', 'WE SAID', 'BECAUSE', 'ENDED', 'DECISION'], rows);
}

function moneyRow({ money: book }: Authorization): [string, string][] {
  if (book === null) return [];
  const parts: readonly [string, number][] = [
    ['held', book.held_minor],
    ['captured', book.captured_minor],
    ['of that forced', book.forced_minor],
    ['of that late', book.late_minor],
    ['of that over', book.over_captured_minor],
    ['reversed', book.reversed_minor],
    ['expired', book.expired_minor],
    ['refunded', book.refunded_minor],
  ];
  const moved = parts.filter(([, amountMinor]) => amountMinor !== 0);
  const texts = moved.map(([name, amountMinor]) => `${name} ${money(amountMinor, book.currency)}`);
  return [['money', texts.join(', ') || 'none moved']];
}

function labelRow({
  labelled: { verdict, source, strength, contested, known_at: knownAt },
}: Authorization): [string, string][] {
  if (verdict === null) return [];
  const since = knownAt === null ? '' : `, known ${minute(knownAt)} UTC`;
  return [['labelled', `${verdict} by ${source}, ${strength}${contested ? ', contested' : ''}${since}`]];
}

function reviewsTable({ reviews }: Authorization): string {
  const rows = reviews.map(({ id, opened_at: openedAt, verdict, cause, rules }) => {
    return [
      id,
      minute(openedAt),
      verdict ?? 'open',
      [...(cause === null ? [] : [cause]), ...rules].join(', ') || 'opened by hand',
    ];
  });
  return rows.length === 0 ? '' : table(['REVIEW', 'OPENED (UTC)', 'STATE', 'BECAUSE'], rows);
}

function money(amountMinor: number | null, currency: string | null): string {
  return amountMinor === null || currency === null ? '' : formatMoney({ amountMinor, currency });
}
