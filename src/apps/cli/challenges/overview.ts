import { plain } from '../../../core/decision/plain.ts';
import { CHALLENGE_CHANNELS, CHALLENGE_STATES } from '../../../core/domain/challenge.ts';
import { limits } from '../../../core/domain/limits.ts';
import { formatMoney } from '../../../core/domain/money.ts';
import type { Challenge, ChallengeFilter } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import { numberOption, wordOption } from '../options.ts';
import type { Ask, Here } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { takeRows } from '../remote/take-rows.ts';
import { spanOptions } from '../remote/when.ts';
import { minute } from '../remote/words.ts';
import { WORLD_OPTIONS } from '../remote/world.ts';
import { writeJson } from '../remote/write-json.ts';

/** The options that say which questions. */
export const FILTERS = {
  state: { type: 'string' },
  channel: { type: 'string' },
  origin: { type: 'string' },
  card: { type: 'string' },
  cardholder: { type: 'string' },
  merchant: { type: 'string' },
  authorization: { type: 'string' },
  profile: { type: 'string' },
  rule: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string' },
} as const;

const STATES = ['open', ...CHALLENGE_STATES] as const;
const ORIGINS = ['countersign', 'stripe'] as const;

/** The questions that are asked for, the latest first. Throws UsageError, also for options of a verb. */
export function tellChallenges(values: Arguments['values'], { nowMs }: Here): Ask {
  const known = [...Object.keys(FILTERS), ...Object.keys(WORLD_OPTIONS), 'json'];
  const stray = Object.keys(values).find((name) => !known.includes(name));
  if (stray !== undefined) throw new UsageError(`--${stray} goes with ${stray === 'note' ? 'lift' : 'funnel'}`);
  const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 1_000_000);
  const filter = filterOf(values, nowMs);
  return async ({ client }, terminal) => {
    const { rows, isCut } = await takeRows((page) => client.challenges.each({ ...page, ...filter }), wanted);
    if (values.json) {
      for (const challenge of rows) await writeJson(terminal, challenge);
      return EXIT.done;
    }
    const headings = ['CHALLENGE', 'ASKED (UTC)', 'STATE', 'CHANNEL', 'AMOUNT', 'MERCHANT', 'PHONE', 'BECAUSE'];
    if (rows.length === 0) await write(terminal.stdout, 'No such challenge.\n');
    else await write(terminal.stdout, table(headings, rows.map(row)));
    if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
    return EXIT.done;
  };
}

function filterOf(values: Arguments['values'], nowMs: number): ChallengeFilter {
  const { state, channel, origin } = values;
  const named = ['card', 'cardholder', 'merchant', 'authorization', 'profile', 'rule'] as const;
  return {
    ...Object.fromEntries(named.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : []))),
    ...(state !== undefined && { state: wordOption('state', state, 'open', STATES) }),
    ...(channel !== undefined && { channel: wordOption('channel', channel, 'twilio', CHALLENGE_CHANNELS) }),
    ...(origin !== undefined && { origin: wordOption('origin', origin, 'countersign', ORIGINS) }),
    ...spanOptions(values, nowMs),
  };
}

function row(challenge: Challenge): string[] {
  const { id, asked_at, state, because, channel, origin, amount_minor, currency, merchant_name, rules } = challenge;
  return [
    id,
    minute(asked_at),
    because === null ? state : `${state} (${plain(because, 30)})`,
    channel,
    moneyText(amount_minor, currency),
    plain(merchant_name ?? '', 30),
    phoneText(challenge),
    origin === 'stripe' ? 'Stripe asked' : rules.join(', '),
  ];
}

/** An amount with its currency; nothing where one of them is not known. */
export function moneyText(amountMinor: number | null, currency: string | null): string {
  return amountMinor === null || currency === null ? '' : formatMoney({ amountMinor, currency });
}

/** All of a phone number that people see: `GB …23`. */
export function phoneText({ phone }: Pick<Challenge, 'phone'>): string {
  if (phone === null) return '';
  return [phone.country ?? '', phone.ends === null ? '' : `…${phone.ends}`].join(' ').trim();
}
