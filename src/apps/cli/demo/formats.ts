import { harmless } from '../../../core/decision/plain.ts';
import { sayMoney } from '../../../core/domain/figures.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const days = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** US cents as `1,234.56 USD`. */
export function formatUsd(amountMinor: number): string {
  return sayMoney(amountMinor, 'usd');
}

/** `4.2 ms`, from ten on without a decimal: `31 ms`. */
export function formatMs(ms: number): string {
  // 9.96 would read 10.0.
  return `${ms < 9.95 ? ms.toFixed(1) : grouped.format(ms)} ms`;
}

/** A length of time for people: `48 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `14:03:22`, UTC. */
export function formatTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `Tue 3 Mar 2026`, UTC. */
export function formatDay(atMs: number): string {
  return days.format(atMs).replace(',', '');
}

// East Asian scripts and symbols that terminals draw two columns wide.
const WIDE = new RegExp(
  '[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff' +
    '\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]',
  'g',
);

/** Text of others, harmless and with every character one column wide, so that a table stays one. */
export function oneWide(text: string): string {
  return harmless(text)
    .normalize('NFC')
    .replace(/\p{M}/gu, '')
    .replace(/[\u{10000}-\u{10ffff}]|\p{Emoji_Presentation}/gu, '?')
    .replace(WIDE, '?');
}
