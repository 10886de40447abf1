import type { DecisionFilter } from '../../../sdk/index.ts';

/** How far back one looks, from now. */
export const SPANS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
export type Span = keyof typeof SPANS;

/** The filters that are texts, in the order of their chips. */
export const TEXT_FILTERS = [
  'portfolio',
  'rule',
  'merchant',
  'card',
  'cardholder',
  'policy_version',
] as const satisfies readonly (keyof DecisionFilter)[];

/** What may be answered. */
export const OUTCOMES = ['approve', 'decline', 'challenge'] as const;
const STATES = ['intended', 'sent', 'confirmed'] as const;

/** What the address of the list says: its filters. `span` is a time back from now, `from` and `to` are moments. */
export type DecisionsSearch = Partial<Record<(typeof TEXT_FILTERS)[number] | 'text' | 'from' | 'to', string>> & {
  readonly outcome?: (typeof OUTCOMES)[number];
  readonly state?: (typeof STATES)[number];
  readonly span?: Span;
};

/** The filters in an address; what is none, or not as it must be, is left out. */
export function readSearch(search: Record<string, unknown>): DecisionsSearch {
  const found: Record<string, string> = {};
  for (const name of [...TEXT_FILTERS, 'text'] as const) {
    const value = search[name];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if (text !== '') found[name] = text.slice(0, 200);
  }
  for (const name of ['from', 'to'] as const) {
    const ms = typeof search[name] === 'string' ? Date.parse(search[name]) : Number.NaN;
    if (!Number.isNaN(ms)) found[name] = new Date(ms).toISOString();
  }
  const outcome = OUTCOMES.find((one) => one === search.outcome);
  const state = STATES.find((one) => one === search.state);
  const span = (Object.keys(SPANS) as Span[]).find((one) => one === search.span);
  return {
    ...found,
    ...(outcome && { outcome }),
    ...(state && { state }),
    ...(span && !found.from && !found.to && { span }),
  };
}

/** The filters as the API takes them. */
export function filterOf({ span, policy_version, ...same }: DecisionsSearch, nowMs: number): DecisionFilter {
  const isVersion = policy_version !== undefined && /^pol_[0-9a-f]{16}$/.test(policy_version);
  return {
    ...same,
    ...(isVersion && { policy_version }),
    ...(span && { from: new Date(nowMs - SPANS[span]).toISOString() }),
  };
}
