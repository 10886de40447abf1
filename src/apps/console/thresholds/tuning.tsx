import { useMemo } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { ThresholdSettings, WhatIf } from '../../../core/history/tune-result.ts';
import { whatIf } from '../../../core/history/what-if.ts';
import type { Portfolio, TuneResult } from '../../../sdk/index.ts';
import { Note } from '../parts/note.tsx';
import { Time } from '../parts/time.tsx';
import { AimsPanel } from './aims-panel.tsx';
import { type Bound, boundOf, changesOf, move, moved, type Threshold } from './bounds.ts';
import { CurvesPanel } from './curves-panel.tsx';
import { Difference, FiguresPanel } from './figures-panel.tsx';
import { SaveDraft } from './save-draft.tsx';
import type { ThresholdsSearch } from './search.ts';
import { SignalsPanel } from './signals-panel.tsx';
import { SlidersPanel } from './sliders-panel.tsx';
import { useMoves } from './use-moves.ts';

interface TuningProps {
  readonly result: TuneResult;
  readonly live: string;
  readonly portfolios: readonly Portfolio[];
  readonly search: ThresholdsSearch;
  change(change: { readonly [Name in keyof ThresholdsSearch]: ThresholdsSearch[Name] | undefined }): void;
}

/** What a run found: thresholds to be moved, and what each choice of them would have come to. */
export function Tuning(props: TuningProps) {
  const { result } = props;
  const { settings, profile, current } = result;
  return (
    <>
      <Judged result={result} />
      {settings === null || profile === null || current === null ? (
        <Note title="Choose a portfolio">
          These portfolios differ in profile: there is no one threshold of them to move.
        </Note>
      ) : (
        <Movable {...props} settings={settings} profile={profile} now={current} />
      )}
      <SignalsPanel signals={result.signals} />
    </>
  );
}

const DAY_MS = 86_400_000;

/** On what it was judged, and what that lacks. */
function Judged({ result: { window, labels, truths } }: Pick<TuningProps, 'result'>) {
  const [days, chosen] = [Math.round(window.days), (Date.parse(window.to) - Date.parse(window.from)) / DAY_MS];
  const covered = chosen > days + 1 ? `, of which the history covers ${sayCount(days)} days` : '';
  const unknown = truths.unknowable + truths.immature + truths.unlabelled;
  return (
    <>
      <p className="thresholds-judged">
        <Time at={window.from} hasDay /> to <Time at={window.to} hasDay />
        {covered}: {sayCount(window.rows)} authorizations, {sayCount(truths.fraud)} of them fraud (
        {labels.kind === 'final' ? 'in truth' : 'disputed by now'})
        {unknown > 0 && `; of ${sayCount(unknown)} it is not known what they were: they count for approvals alone`}.
      </p>
      {truths.fraud === 0 && (
        <Note tone="late" title="No fraud is known in this window">
          Without it nothing tells a good threshold from a bad one: precision and recall are shares of nothing.
        </Note>
      )}
    </>
  );
}

interface MovableProps extends TuningProps {
  readonly settings: ThresholdSettings;
  readonly profile: string;
  readonly now: WhatIf;
}

function Movable({ result, live, portfolios, search, change, settings, profile, now }: MovableProps) {
  const { cells, aims, shares, window } = result;
  const { curve = 'decline', currency } = search;
  const [moves, setMoves] = useMoves(search.at ?? '', (at) => change({ at }));
  const chosen = useMemo(() => moved(settings, moves), [settings, moves]);
  const then = useMemo(() => whatIf(cells, chosen, window.days), [cells, chosen, window.days]);
  const set = (threshold: Threshold, bound: Bound) => setMoves(move(settings, moves, threshold, bound));
  const decline: Threshold = { signal: 'fraud_risk_score', word: 'decline' };
  const under = portfolios.filter((each) => each.profile === profile).map(({ name }) => name);
  return (
    <>
      <Difference now={now} then={then} days={window.days} isMoved={changesOf(moves).length > 0} />
      <div className="thresholds">
        <div>
          <SlidersPanel {...{ cells, settings, chosen, moves, aims }} move={set} reset={() => setMoves({})} />
          <SaveDraft live={live} profile={profile} portfolios={under} moves={moves} />
        </div>
        <div>
          <FiguresPanel now={now} then={then} days={window.days} />
          <CurvesPanel
            {...{ cells, settings, chosen, aims, currency }}
            days={window.days}
            word={curve}
            chooseWord={(word) => change({ curve: word === 'decline' ? undefined : word })}
            chooseCurrency={(chosenCurrency) => change({ currency: chosenCurrency })}
            move={(bound) => set({ signal: 'fraud_risk_score', word: curve }, bound)}
          />
        </div>
      </div>
      <AimsPanel
        aims={aims}
        shares={shares}
        chosen={boundOf(chosen, decline)}
        choose={(bound) => set(decline, bound)}
      />
    </>
  );
}
