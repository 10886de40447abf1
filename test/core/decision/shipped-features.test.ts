import { describe, expect, test } from 'vitest';
import { runCases } from '../../../src/core/decision/run-cases.ts';
import type { AggregateTerm, CheckedFeature, Term } from '../../../src/core/features/term.ts';
import { isAttribute } from '../../../src/core/policy/features.ts';
import { radarCounter } from '../../../src/core/rules/aliases/counters.ts';
import { casePorts } from '../../support/cases.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

const WINDOWS = ['hourly', 'daily', 'weekly'];
const COUNTS: readonly (readonly [measures: readonly string[], rest: readonly string[]])[] = [
  [
    ['total', 'approved', 'declined', 'challenged'],
    ['authorizations_per_card', 'authorizations_per_cardholder'],
  ],
  [['total', 'approved', 'declined', 'challenged'], ['authorizations_per_merchant']],
  [['declined_by_stripe'], ['authorizations_per_card', 'authorizations_per_merchant']],
  [['merchant', 'country'], ['count_for_card']],
  [['card'], ['count_for_merchant']],
  [['total_amount'], ['attempted_on_card', 'approved_on_card']],
];
const VELOCITY = [
  ...COUNTS.flatMap(([measures, rest]) =>
    measures.flatMap((measure) => rest.flatMap((of) => WINDOWS.map((window) => `${measure}_${of}_${window}`))),
  ),
  'average_amount_on_card_weekly',
  'hours_since_merchant_first_seen_on_card',
];

const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400, week: 604_800 };
/** Of which the cases have one, where they have several of the key. */
const OTHER_KEYS: Readonly<Record<string, string>> = {
  card: 'cardholder_email',
  cardholder: 'cardholder_country',
  merchant: 'merchant_category',
};

const files = shippedFiles();
const policy = policyOf(files);
const features = [...policy.features.program.events.values()].flatMap((event) => event.features);

function aggregatesOf(term: Term): AggregateTerm[] {
  if (term.kind === 'aggregate') return [term.aggregate];
  const parts: unknown[] = Object.values(term);
  return parts.flat().flatMap((part) => (isTerm(part) ? aggregatesOf(part) : []));
}

function isTerm(part: unknown): part is Term {
  return typeof part === 'object' && part !== null && 'kind' in part && 'type' in part;
}

/** The features of which a case says that they are not what they should be, where what is shipped is written so. */
async function noticed(change: (scowl: string) => string): Promise<ReadonlySet<string>> {
  const changed = Object.entries(files).map(([name, text]) => [name, name.endsWith('.scowl') ? change(text) : text]);
  const results = await runCases(policyOf(Object.fromEntries(changed)), casePorts);
  const said = results.flatMap(({ differences }) => differences.join('\n').match(/(?<=features: expected )\w+/g) ?? []);
  return new Set(said);
}

/** Those among the features that compute such an aggregate themselves. */
function withAggregate(isWanted: (aggregate: AggregateTerm, feature: CheckedFeature) => boolean): string[] {
  const wanted = features.filter((feature) => aggregatesOf(feature.term).some((each) => isWanted(each, feature)));
  return [...new Set(wanted.map(({ name }) => name))];
}

describe('the shipped features', () => {
  test('have the velocity attributes by their names, which rules can read', () => {
    const readable = features.filter(({ event, term }) => event === 'authorization' && isAttribute(term.type));
    const names = readable.map(({ name }) => name);
    expect(VELOCITY.filter((name) => !names.includes(name))).toEqual([]);
    const own = readable.filter(({ path }) => path.endsWith('velocity.scowl')).map(({ name }) => name);
    expect(own.sort()).toEqual([...VELOCITY].sort());
  });

  test('are those that the names of Radar are read as', () => {
    const measures = [
      'authorized_charges',
      'blocked_charges',
      'declined_charges',
      'total_charges',
      'declines',
      'blocks',
    ];
    const named = [...measures, 'charge_attempts'].flatMap((measure) =>
      ['card_number', 'customer', 'email'].flatMap((entity) =>
        [...WINDOWS, 'yearly', 'all_time'].map((window) => `${measure}_per_${entity}_${window}`),
      ),
    );
    const amounts = ['total_usd_amount_charged', 'total_usd_amount_successful', 'average_usd_amount_attempted'];
    const all = [...named, ...amounts.map((amount) => `${amount}_on_card_all_time`)];
    const wanted = new Set(all.flatMap((name) => radarCounter(name)?.feature ?? []));
    expect(wanted.size).toBeGreaterThan(20);
    expect([...wanted].filter((name) => !VELOCITY.includes(name))).toEqual([]);
  });

  test('leave out the purchase that is decided, but for the question whether its country is new', () => {
    expect(
      withAggregate(
        ({ isExclusive, isCrossEvent }, { event }) => event === 'authorization' && !isExclusive && !isCrossEvent,
      ),
    ).toEqual(['is_new_country_for_card_weekly']);
  });

  test.each([
    ['a second longer', 1],
    ['a second shorter', -1],
  ])('have a case for each that notices a window that is %s', async (_how, seconds) => {
    const found = await noticed((scowl) =>
      scowl.replace(/last (\d+) (minute|hour|day|week)s?\b/g, (_, length: string, name: string) => {
        return `last ${Number(length) * (SECONDS[name] ?? 0) + seconds} seconds`;
      }),
    );
    expect(withAggregate(() => true).filter((name) => !found.has(name))).toEqual([]);
  });

  test('have a case for each that notices when the purchase itself is counted', async () => {
    const found = await noticed((scowl) => scowl.replace(/\s+exclusive\b/g, ''));
    // What is being decided is neither declined nor challenged yet.
    const wanted = withAggregate((each) => each.isExclusive && (each.outcomes?.includes('pending') ?? true));
    expect(wanted.filter((name) => !found.has(name))).toEqual([]);
  });

  test('have a case for each that notices when all is counted, whatever became of it and however it was', async () => {
    const found = await noticed((scowl) => scowl.replace(/\s+where [^()]*?(?:\([^()]*\))?[^()]*?\s+(?=last)/g, ' '));
    const wanted = withAggregate(({ where, outcomes }) => where !== null || outcomes !== null);
    expect(wanted.filter((name) => !found.has(name))).toEqual([]);
  });

  test.each([
    ['another one', 1],
    ['the card alone', 2],
    ['the merchant alone', 2],
  ])('have a case for each that notices when its key is %s', async (how, keyCount) => {
    const alone = how.includes('card') ? 'by card' : 'by merchant';
    const found = await noticed((scowl) =>
      keyCount === 2
        ? scowl.replaceAll('by card, merchant', alone)
        : scowl.replace(/\bby (card|cardholder|merchant)\b(?!,)/g, (_, key: string) => `by ${OTHER_KEYS[key]}`),
    );
    const wanted = withAggregate(
      ({ keys, writer, isCrossEvent }) => writer === 'authorization' && !isCrossEvent && keys.length === keyCount,
    );
    expect(wanted.length).toBeGreaterThan(1);
    expect(wanted.filter((name) => !found.has(name))).toEqual([]);
  });
});
