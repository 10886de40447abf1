import { NativeSelect } from '@mantine/core';
import { lazy, Suspense, useDeferredValue, useMemo } from 'react';
import { sayCount, sayMoney, sayPercent, sayRate } from '../../../core/domain/figures.ts';
import type { AimResult, ThresholdSettings, TuneCell } from '../../../core/history/tune-result.ts';
import { Choices } from '../parts/choices.tsx';
import { Waiting } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import type { PlotLine, PlotMark } from '../parts/plot.tsx';
import { sayRoughly } from '../parts/say-roughly.ts';
import { type Bound, boundOf, moved, nameOf, sayPlace, WORDS, type Word } from './bounds.ts';
import { type CurvePoint, curveOf, SCORES } from './curves.ts';
import { AIMS, DOES } from './words.ts';

const Plot = lazy(async () => ({ default: (await import('../parts/plot.tsx')).Plot }));
const CURVES = WORDS.map((value) => ({ value, name: DOES[value] }));

interface CurvesPanelProps {
  readonly cells: readonly TuneCell[];
  readonly settings: ThresholdSettings;
  readonly chosen: ThresholdSettings;
  readonly aims: readonly AimResult[];
  readonly days: number;
  readonly word: Word;
  readonly currency: string | undefined;
  chooseWord(word: Word): void;
  chooseCurrency(currency: string): void;
  move(bound: Bound): void;
}

/** What each threshold of the fraud score would come to, beside the other thresholds as they are chosen. */
export function CurvesPanel({ word, chooseWord, chooseCurrency, ...rest }: CurvesPanelProps) {
  const currencies = currenciesOf(rest.cells);
  const currency = currencies.find((each) => each === rest.currency) ?? currencies[0] ?? null;
  return (
    <Panel
      title={`By the fraud score it ${word}s above`}
      actions={
        <>
          {currencies.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label="Currency of the curves"
              value={currency ?? ''}
              onChange={({ currentTarget }) => chooseCurrency(currentTarget.value)}
              data={currencies.map((value) => ({ value, label: value.toUpperCase() }))}
            />
          )}
          <Choices label="Over the threshold of" values={CURVES} chosen={word} choose={chooseWord} />
        </>
      }
    >
      <Suspense fallback={<Waiting lines={8} />}>
        <Curves {...rest} word={word} currency={currency} />
      </Suspense>
      <p className="faint thresholds-foot">
        A press on a curve puts the threshold there. The other thresholds and the rules do what they do beside it.
      </p>
    </Panel>
  );
}

/** The currencies, that with the most money first. */
function currenciesOf(cells: readonly TuneCell[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const { money } of cells) {
    for (const { currency, fraud, good } of money) sums.set(currency, (sums.get(currency) ?? 0) + fraud + good);
  }
  return [...sums].sort(([, one], [, other]) => other - one).map(([currency]) => currency);
}

type CurvesProps = Omit<CurvesPanelProps, 'chooseWord' | 'chooseCurrency' | 'currency'> & {
  readonly currency: string | null;
};

function Curves({ cells, settings, chosen, aims, days, word, currency, move }: CurvesProps) {
  const threshold = { signal: 'fraud_risk_score', word } as const;
  // Where the threshold itself stands moves no curve: while it is dragged nothing is drawn anew but its mark.
  const others = JSON.stringify(moved(chosen, { [nameOf(threshold)]: null }));
  const drawn = useDeferredValue(others);
  const points = useMemo(() => curveOf(cells, JSON.parse(drawn), word, days), [cells, drawn, word, days]);
  const bound = boundOf(chosen, threshold);
  const marks = marksOf(boundOf(settings, threshold), bound, word === 'decline' ? aims : []);
  const common = {
    xs: SCORES,
    marks,
    isNamed: true,
    sayX: (score: number) => sayPlace('fraud_risk_score', score),
    choose: (score: number) => move(Math.min(100, Math.max(0, Math.round(score)))),
  };
  const at = typeof bound === 'number' ? points[Math.round(bound)] : undefined;
  return (
    <div className="plots">
      <Plot
        {...common}
        title="Precision, recall, approval"
        summary={at ? saidShares(at) : 'the threshold does nothing'}
        lines={shareLines(points)}
        most={1}
        isFixed
        sayY={(share) => `${Math.round(100 * share)} %`}
      />
      {currency && (
        <Plot
          {...common}
          title={`Money in ${Math.round(days)} days, ${currency.toUpperCase()}`}
          summary={at ? saidMoney(at, currency) : 'the threshold does nothing'}
          lines={moneyLines(points, currency)}
          most={1}
          sayY={(amount) => sayRoughly(amount, currency)}
        />
      )}
      <Plot
        {...common}
        title="What people have to do a day"
        summary={at ? saidWork(at) : 'the threshold does nothing'}
        lines={workLines(points)}
        most={1}
        sayY={sayRate}
      />
    </div>
  );
}

function marksOf(today: Bound, chosen: Bound, aims: readonly AimResult[]): readonly PlotMark[] {
  const mark = (at: Bound, name: string, colour: string, dash?: readonly number[]): PlotMark[] =>
    typeof at === 'number' ? [{ at, name, colour, ...(dash && { dash }) }] : [];
  return [
    ...aims.flatMap(({ aim, threshold }) => mark(threshold, `${AIMS[aim]} ${threshold}`, '--faint', [2, 4])),
    ...mark(today, `today ${today}`, '--challenge', [6, 3]),
    ...(chosen === today ? [] : mark(chosen, `chosen ${chosen}`, '--notice')),
  ];
}

function shareLines(points: readonly CurvePoint[]): readonly PlotLine[] {
  return [
    { name: 'precision', colour: '--notice', values: points.map(({ precision }) => precision.value) },
    { name: 'recall', colour: '--challenge', dash: [6, 3], values: points.map(({ recall }) => recall.value) },
    { name: 'approved', colour: '--approve', dash: [2, 3], values: points.map((point) => point.approval_rate.value) },
  ];
}

function moneyLines(points: readonly CurvePoint[], currency: string): readonly PlotLine[] {
  const amounts = (cell: 'tp' | 'fp') => points.map((point) => amountOf(point, currency, cell));
  return [
    { name: 'fraud stopped', colour: '--approve', values: amounts('tp') },
    { name: 'good spend lost', colour: '--decline', dash: [6, 3], values: amounts('fp') },
  ];
}

function workLines(points: readonly CurvePoint[]): readonly PlotLine[] {
  return [
    { name: 'challenges', colour: '--challenge', values: points.map((point) => point.challengesADay) },
    { name: 'reviews', colour: '--notice', dash: [6, 3], values: points.map((point) => point.reviewsADay) },
  ];
}

function amountOf({ money }: CurvePoint, currency: string, cell: 'tp' | 'fp'): number {
  return money.find((each) => each.currency === currency)?.[cell] ?? 0;
}

function saidShares({ precision, recall, approval_rate: approval }: CurvePoint): string {
  const [exact, whole, approved] = [precision, recall, approval].map(({ value }) => sayPercent(value));
  return `precision ${exact}, recall ${whole}, approved ${approved}`;
}

function saidMoney(point: CurvePoint, currency: string): string {
  const said = (cell: 'tp' | 'fp') => sayMoney(amountOf(point, currency, cell), currency);
  return `${said('tp')} of fraud stopped, ${said('fp')} of good spend lost`;
}

function saidWork({ challengesADay, reviewsADay, confusion }: CurvePoint): string {
  const work = `${sayRate(challengesADay)} challenges, ${sayRate(reviewsADay)} reviews`;
  return `${work}; ${sayCount(confusion.tp)} frauds stopped`;
}
