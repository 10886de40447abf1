import { CHALLENGE_CHANNELS, CHALLENGE_STATES } from '../../../core/domain/challenge.ts';
import type { AllowanceFilter, ChallengeFilter } from '../../../sdk/index.ts';
import { SPANS, type Span } from '../decisions/search.ts';

/** The parts of the page, by what stands in the address. */
export const TABS = [
  ['funnel', 'Funnel'],
  ['questions', 'Questions'],
  ['allowances', 'Allowances'],
] as const;
type Tab = (typeof TABS)[number][0];

/** What the lines of the funnel are told apart by; the day without it. */
export const FUNNEL_BY = ['day', 'profile', 'rule', 'channel'] as const;
type FunnelBy = (typeof FUNNEL_BY)[number];

/** The filters of questions that are texts. */
export const TEXT_FILTERS = [
  'card',
  'merchant',
  'profile',
  'rule',
] as const satisfies readonly (keyof ChallengeFilter)[];

export const STATES = ['open', ...CHALLENGE_STATES] as const;
/** Who asks; `own` is Stripe, about a decline of its own. */
export const ASKERS = [...CHALLENGE_CHANNELS, 'own'] as const;

/** What the address of the page holds; what is not there is as it is at first. */
export type ChallengesSearch = Partial<Record<(typeof TEXT_FILTERS)[number], string>> & {
  readonly tab?: Tab;
  readonly by?: FunnelBy;
  /** How far back one looks; the funnel seven days without it, the questions as far as there are any. */
  readonly window?: Span;
  readonly state?: (typeof STATES)[number];
  readonly channel?: (typeof ASKERS)[number];
  /** Allowances that ended, instead of those that hold. */
  readonly ended?: true;
};

/** Of whatever stands in an address only what means something here. */
export function readChallengesSearch(search: Record<string, unknown>): ChallengesSearch {
  const texts = TEXT_FILTERS.flatMap((name): [string, string][] => {
    const given = search[name];
    // The router reads what looks like a number as one; ids of merchants do.
    const text = typeof given === 'string' || typeof given === 'number' ? String(given).trim().slice(0, 200) : '';
    return text === '' ? [] : [[name, text]];
  });
  const tab = TABS.map(([name]) => name).find((name) => name === search.tab);
  const by = FUNNEL_BY.find((name) => name === search.by);
  const window = (Object.keys(SPANS) as Span[]).find((name) => name === search.window);
  const state = STATES.find((name) => name === search.state);
  const channel = ASKERS.find((name) => name === search.channel);
  return {
    ...Object.fromEntries(texts),
    ...(tab && { tab }),
    ...(by && { by }),
    ...(window && { window }),
    ...(state && { state }),
    ...(channel && { channel }),
    ...(search.ended === true && { ended: true }),
  };
}

/** Which questions to ask the API for. */
export function questionsOf(search: ChallengesSearch, nowMs: number): ChallengeFilter {
  const { state, channel, window, card, merchant, profile, rule } = search;
  return {
    ...(state && { state }),
    ...(channel === 'own' && { origin: 'stripe' as const }),
    ...(channel && channel !== 'own' && { channel }),
    ...(card && { card }),
    ...(merchant && { merchant }),
    ...(profile && { profile }),
    ...(rule && { rule }),
    ...(window && { from: new Date(nowMs - SPANS[window]).toISOString() }),
  };
}

/** Which allowances to ask the API for. */
export function allowancesOf({ ended, card, merchant }: ChallengesSearch): AllowanceFilter {
  return { state: ended ? 'ended' : 'live', ...(card && { card }), ...(merchant && { merchant }) };
}
