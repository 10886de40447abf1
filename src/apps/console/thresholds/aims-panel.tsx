import { Button } from '@mantine/core';
import { sayPercent } from '../../../core/domain/figures.ts';
import type { AimResult, CostShares } from '../../../core/history/tune-result.ts';
import { Amounts } from '../parts/amounts.tsx';
import { capital } from '../parts/capital.ts';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Share } from '../parts/share.tsx';
import type { Bound } from './bounds.ts';
import { AIMS } from './words.ts';

interface AimsPanelProps {
  readonly aims: readonly AimResult[];
  readonly shares: CostShares;
  /** Where declining begins as it is chosen. */
  readonly chosen: Bound;
  choose(bound: number): void;
}

/** The threshold of the fraud score that meets each aim, where it may lie, and what it costs by itself. */
export function AimsPanel({ aims, shares, chosen, choose }: AimsPanelProps) {
  return (
    <Panel title="Aims" isFlush>
      <Scroll label="Thresholds that meet the aims">
        <table className="table thresholds-aims">
          <thead>
            <tr>
              <th>Aim</th>
              <th className="number">Decline above</th>
              <th className="number">Precision</th>
              <th className="number">Recall</th>
              <th className="number">Fraud missed a month</th>
              <th className="number">Good spend lost a month</th>
              <th className="number">Cost a month</th>
              <th>
                <span className="hidden">Choose it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {aims.map((aim) => (
              <AimRow key={aim.aim} result={aim} isChosen={aim.threshold === chosen} choose={choose} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="faint thresholds-inset">
        Of the score by itself, without the rules and the other thresholds. In brackets: where it lies in nine of ten
        draws of whole weeks. The cost counts {sayPercent(shares.fraud_missed)} of fraud that is missed and{' '}
        {sayPercent(shares.good_stopped)} of good spend that is lost.
      </p>
    </Panel>
  );
}

interface AimRowProps {
  readonly result: AimResult;
  readonly isChosen: boolean;
  choose(bound: number): void;
}

function AimRow({ result: { aim, wish, threshold, low, high, point, monthly }, isChosen, choose }: AimRowProps) {
  return (
    <tr>
      <td>
        {AIMS[aim]}
        <span className="thresholds-why">{capital(wish)}</span>
      </td>
      <td className="number">
        {threshold === null ? <span className="faint">none meets it</span> : <b>{threshold}</b>}
        {low !== null && (
          <span className="thresholds-why">
            ({low} to {high ?? 'none'})
          </span>
        )}
      </td>
      <td className="number">{point && <Share share={point.precision} />}</td>
      <td className="number">{point && <Share share={point.recall} />}</td>
      <td className="number">
        <Amounts money={monthly} of="fraud_missed" />
      </td>
      <td className="number">
        <Amounts money={monthly} of="good_stopped" />
      </td>
      <td className="number">
        <Amounts money={monthly} of="cost" />
      </td>
      <td>
        {threshold !== null && (
          <Button
            size="compact-xs"
            variant="default"
            disabled={isChosen}
            aria-label={`Choose ${AIMS[aim]}, ${threshold}`}
            onClick={() => choose(threshold)}
          >
            {isChosen ? 'Chosen' : 'Choose'}
          </Button>
        )}
      </td>
    </tr>
  );
}
