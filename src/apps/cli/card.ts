import { plain } from '../../core/decision/plain.ts';
import type { Card, Cardholder } from '../../sdk/index.ts';
import { EXIT, type Terminal, write } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { minute } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const helpOf = (kind: string, what: string, id: string) =>
  `
usage: countersign ${kind} ID [--json]

What is known of a ${kind}: ${what}; of each, since when it is known and whether an ask, an
event of Stripe's or a sweep through Stripe's lists said so.

  --json         one JSON object
${WORLD_HELP}

${WHERE_HELP}

example: countersign ${kind} ${id} --live
`.trimStart();

const OPTIONS = { json: { type: 'boolean' }, ...WORLD_OPTIONS } as const;

/** `countersign card ID`: what is known of a card. */
export const cardCommand: RemoteCommand = {
  name: 'card',
  summary: 'say what is known of a card',
  help: helpOf('card', 'its status, its warnings, what replaced it, which portfolio owns it', 'ic_0123'),
  options: OPTIONS,
  positionals: [1, 1],
  prepare({ values, positionals: [id = ''] }) {
    return async ({ client }, terminal) => {
      const card = await client.cards.get(id);
      if (values.json) await writeJson(terminal, card);
      else await tell(card, terminal, warningsOf(card));
      return EXIT.done;
    };
  },
};

/** `countersign cardholder ID`: what is known of a cardholder. */
export const cardholderCommand: RemoteCommand = {
  name: 'cardholder',
  summary: 'say what is known of a cardholder',
  help: helpOf('cardholder', 'status, requirements, whether there is a phone and since when, cards', 'ich_0123'),
  options: OPTIONS,
  positionals: [1, 1],
  prepare({ values, positionals: [id = ''] }) {
    return async ({ client }, terminal) => {
      const holder = await client.cardholders.get(id);
      if (values.json) await writeJson(terminal, holder);
      else await tell(holder, terminal, cardsOf(holder));
      return EXIT.done;
    };
  },
};

// What is told in lines of its own, or not at all.
const APART = ['id', 'livemode', 'account', 'known', 'known_at', 'fraud_warnings', 'cards', 'latest_fraud_warning'];
/** Fields of the answer that are called otherwise among what is known. */
const KNOWN_AS: Readonly<Record<string, string>> = { created_at: 'created', has_phone: 'phone', phone_since: 'phone' };

async function tell(state: Card | Cardholder, { stdout }: Terminal, more: readonly string[]): Promise<void> {
  const rows = Object.entries(state)
    .filter(([name]) => !APART.includes(name))
    .flatMap(([name, value]) => {
      const known = state.known[KNOWN_AS[name] ?? name];
      return known ? [[name, plain(sayValue(value)), minute(known.at), known.from]] : [];
    });
  await write(stdout, table(['', 'IS', 'KNOWN (UTC)', 'FROM'], rows));
  for (const line of more) await write(stdout, `${plain(line, 200)}\n`);
}

function sayValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  return value === null || value === undefined ? '-' : String(value);
}

function warningsOf({ fraud_warnings: warnings }: Card): string[] {
  return warnings.map(({ type, started_at: start, taken_back: isTakenBack }) => {
    const since = start === null ? '' : ` since ${minute(start)} UTC`;
    return `warning: ${type ?? 'of no type'}${since}${isTakenBack ? ', taken back' : ''}`;
  });
}

function cardsOf({ cards }: Cardholder): string[] {
  return cards.map(({ id, status }) => `card: ${id}${status === null ? '' : `, ${status}`}`);
}
