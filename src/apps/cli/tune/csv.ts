import { type CsvCell, csvRecord } from '../../../core/domain/csv.ts';
import { toMajor } from '../../../core/domain/money.ts';
import type { CurvePoint, SignalResult, TuneResult } from '../../../core/history/tune-result.ts';

const COLUMNS = [
  ...(['signal', 'kind', 'auc', 'threshold', 'aims', 'unit'] as const),
  ...(['fraud_stopped', 'good_stopped', 'fraud_approved', 'good_approved'] as const),
  ...(['precision', 'precision_low', 'precision_high', 'recall', 'recall_low', 'recall_high'] as const),
  'approval_rate',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], CsvCell>>;

/** Every point of every curve as CSV: a row in authorizations, and one in each currency, in its major units. */
export function tuneCsv(result: TuneResult): string {
  const rows = result.signals.flatMap((signal) => signal.curve.flatMap((point) => pointRows(signal, point, result)));
  return [csvRecord(COLUMNS), ...rows.map((row) => csvRecord(COLUMNS.map((name) => row[name] ?? null)))].join('');
}

function pointRows({ signal, kind, auc }: SignalResult, point: CurvePoint, { aims }: TuneResult): Row[] {
  const { threshold, confusion, money, precision, recall, approval_rate: approval } = point;
  const met = aims.filter((aim) => signal === 'fraud_risk_score' && aim.threshold === threshold);
  const place = { signal, kind, auc, threshold, aims: met.map(({ aim }) => aim).join(' ') };
  const shares = {
    ...{ precision: precision.value, precision_low: precision.low, precision_high: precision.high },
    ...{ recall: recall.value, recall_low: recall.low, recall_high: recall.high, approval_rate: approval.value },
  };
  return [
    { ...place, unit: 'authorizations', ...cells(confusion), ...shares },
    ...money.map(({ currency, ...sums }) => {
      const major = (amountMinor: number) => toMajor({ amountMinor, currency });
      const { tp, fp, fn, tn } = sums;
      return { ...place, unit: currency, ...cells({ tp: major(tp), fp: major(fp), fn: major(fn), tn: major(tn) }) };
    }),
  ];
}

function cells({ tp, fp, fn, tn }: CurvePoint['confusion']): Row {
  return { fraud_stopped: tp, good_stopped: fp, fraud_approved: fn, good_approved: tn };
}
