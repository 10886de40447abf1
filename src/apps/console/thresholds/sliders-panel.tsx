import { Button } from '@mantine/core';
import type { AimResult, ThresholdSettings, TuneCell } from '../../../core/history/tune-result.ts';
import { Panel } from '../parts/page.tsx';
import { SIGNAL_NAMES } from '../policy/thresholds.ts';
import { type Bound, boundOf, type Moves, signalsOf, type Threshold, WORDS } from './bounds.ts';
import { Slider, type Tick } from './slider.tsx';
import { AIMS } from './words.ts';

interface SlidersPanelProps {
  readonly cells: readonly TuneCell[];
  /** As they are today. */
  readonly settings: ThresholdSettings;
  /** As they were moved. */
  readonly chosen: ThresholdSettings;
  readonly moves: Moves;
  readonly aims: readonly AimResult[];
  move(threshold: Threshold, bound: Bound): void;
  reset(): void;
}

const SCORE: Threshold = { signal: 'fraud_risk_score', word: 'decline' };

/** A slider on each threshold, the aims beside that which they are about. */
export function SlidersPanel({ cells, settings, chosen, moves, aims, move, reset }: SlidersPanelProps) {
  const isMoved = Object.keys(moves).length > 0;
  const ticks = aims.flatMap(({ aim, threshold }): Tick[] =>
    threshold === null ? [] : [{ bound: threshold, name: `${AIMS[aim]}: ${threshold}` }],
  );
  return (
    <Panel
      title="Thresholds"
      actions={
        <Button size="compact-xs" variant="default" disabled={!isMoved} onClick={reset}>
          As they are today
        </Button>
      }
    >
      {signalsOf(cells, settings).map((signal) => (
        <fieldset key={signal} className="threshold-signal">
          <legend>{SIGNAL_NAMES[signal]}</legend>
          {WORDS.map((word) => (
            <Slider
              key={word}
              signal={signal}
              word={word}
              bound={boundOf(chosen, { signal, word })}
              today={boundOf(settings, { signal, word })}
              ticks={signal === SCORE.signal && word === SCORE.word ? ticks : []}
              move={(bound) => move({ signal, word }, bound)}
            />
          ))}
          {signal === SCORE.signal && (
            <Aims aims={aims} chosen={boundOf(chosen, SCORE)} choose={(bound) => move(SCORE, bound)} />
          )}
        </fieldset>
      ))}
      <Weak settings={chosen} cells={cells} />
    </Panel>
  );
}

interface AimsProps {
  readonly aims: readonly AimResult[];
  readonly chosen: Bound;
  choose(bound: Bound): void;
}

function Aims({ aims, chosen, choose }: AimsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within one of the same look would be one too many
    <div className="threshold-aims" role="group" aria-label="Decline at an aim">
      {aims.map(({ aim, wish, threshold }) => (
        <Button
          key={aim}
          size="compact-xs"
          variant="default"
          aria-pressed={threshold !== null && threshold === chosen}
          disabled={threshold === null}
          title={threshold === null ? `No threshold meets it: ${wish}` : wish}
          onClick={() => choose(threshold)}
        >
          {AIMS[aim]} {threshold ?? '–'}
        </Button>
      ))}
    </div>
  );
}

/** What of the chosen thresholds does nothing, or not what it says. */
function Weak({ settings, cells }: { readonly settings: ThresholdSettings; readonly cells: readonly TuneCell[] }) {
  const { decline, challenge } = settings.thresholds.fraud_risk_score ?? {};
  const isAsking = Object.values(settings.thresholds).some((words) => words?.challenge !== undefined);
  return (
    <>
      {challenge !== undefined && decline !== undefined && challenge >= decline && (
        <p className="faint">
          To challenge above {challenge} changes nothing: above {decline} it is declined.
        </p>
      )}
      {isAsking && cells.length > 0 && cells.every(({ asked }) => asked !== 'challenge') && (
        <p className="faint">
          Nobody here could be asked: a challenge comes to what the profile says under <code>challenge.otherwise</code>.
        </p>
      )}
    </>
  );
}
