import type { ShownRow } from '../../../adapters/store/database/backtest-rows.ts';
import {
  type BacktestResult,
  type Comparison,
  type PolicyResult,
  SAMPLE_CELLS,
  type Sample,
  type SampleCell,
} from '../../../core/history/result.ts';
import type { RunRow } from '../../../core/history/run.ts';

type ChangedSample = Comparison['samples'][number];

// The authorizations that a result shows are kept beside it, as rows: an erasure finds them there.

/** A result without the authorizations that it shows, and these. */
export function takeOut(result: BacktestResult): { readonly result: BacktestResult; readonly rows: readonly RunRow[] } {
  const { against } = result;
  const rows = [
    ...ofCells('samples', result),
    ...(against
      ? [...ofCells('other', against.other), ...against.samples.map((each) => rowOf('changed', null, each))]
      : []),
  ];
  return {
    result: {
      ...result,
      samples: NO_SAMPLES,
      against: against && { ...against, other: { ...against.other, samples: NO_SAMPLES }, samples: [] },
    },
    rows,
  };
}

/** The result as it was, but for what went meanwhile. */
export function putBack(result: BacktestResult, rows: readonly ShownRow[]): BacktestResult {
  const { against } = result;
  // INVARIANT: they are as `takeOut` took them.
  const samplesOf = (place: ShownRow['place']) => {
    const its = rows.filter((row) => row.place === place);
    return byCell((cell) => its.filter((row) => row.cell === cell).map(({ fields }) => fields as Sample));
  };
  const changed = rows.filter(({ place }) => place === 'changed').map(({ fields }) => fields as ChangedSample);
  return {
    ...result,
    samples: samplesOf('samples'),
    against: against && {
      ...against,
      other: { ...against.other, samples: samplesOf('other') },
      samples: changed,
    },
  };
}

function byCell(of: (cell: SampleCell) => readonly Sample[]): PolicyResult['samples'] {
  return Object.fromEntries(SAMPLE_CELLS.map((cell) => [cell, of(cell)])) as PolicyResult['samples'];
}

const NO_SAMPLES = byCell(() => []);

function ofCells(place: 'samples' | 'other', { samples }: Pick<PolicyResult, 'samples'>): RunRow[] {
  return SAMPLE_CELLS.flatMap((cell) => samples[cell].map((each) => rowOf(place, cell, each)));
}

function rowOf(place: RunRow['place'], cell: SampleCell | null, sample: Sample): RunRow {
  const { authorization, card, asked_at: at } = sample;
  return { place, cell, askedAtMs: Date.parse(at), authorization, card, matched: [], isChanged: false, fields: sample };
}
