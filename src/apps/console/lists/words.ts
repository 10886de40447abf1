import type { List } from '../../../sdk/index.ts';

type ListType = List['type'];

/** What a type of lists holds, and how an entry of it looks. */
export const TYPE_WORDS: Readonly<Record<ListType, { readonly holds: string; readonly example: string }>> = {
  card: { holds: 'cards', example: 'ic_…' },
  cardholder: { holds: 'cardholders', example: 'ich_…' },
  merchant: { holds: 'merchants', example: 'an id at the network, e.g. 174030075991' },
  merchant_category: { holds: 'merchant categories', example: 'e.g. betting_casino_gambling' },
  country: { holds: 'countries', example: 'two letters, e.g. US' },
  email: { holds: 'e-mail addresses', example: 'name@example.com' },
  phone: { holds: 'phone numbers', example: '+1 555 555 0123' },
  ip_address: { holds: 'IP addresses', example: '192.0.2.7' },
  string: { holds: 'texts, in letters of any case', example: 'a text' },
  case_sensitive_string: { holds: 'texts, letter by letter', example: 'a text' },
};

/** How long an entry stays, as it is chosen. */
export const STAYS = [
  ['hour', 'for 1 hour', 3_600_000],
  ['day', 'for 1 day', 86_400_000],
  ['week', 'for 1 week', 7 * 86_400_000],
  ['date', 'until a day …', null],
  ['good', 'for good', null],
] as const;

/** `same`: as long as the entry that is changed. */
export type Stay = (typeof STAYS)[number][0] | 'same';

/**
 * When an entry ends that is added now, as the API takes it: null for good. `day` is a day of the calendar in the
 * viewer's zone (`2026-06-30`), to whose end the entry is in force; `was` is the end of the entry that is changed.
 * Undefined while no day was chosen.
 */
export function endOf(stay: Stay, day: string, nowMs: number, was: string | null): string | null | undefined {
  if (stay === 'same') return was;
  const spanMs = STAYS.find(([name]) => name === stay)?.[2] ?? null;
  if (spanMs !== null) return new Date(nowMs + spanMs).toISOString();
  if (stay === 'good') return null;
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const end = new Date(year, month - 1, date + 1);
  return day === '' || Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
