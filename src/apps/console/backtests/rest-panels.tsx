import { sayCount, sayRate } from '../../../core/domain/figures.ts';
import type { Apart, BacktestResult, Groups, PolicyResult } from '../../../core/history/result.ts';
import { Amounts } from '../parts/amounts.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Share } from '../parts/share.tsx';
import { SumCells } from './sum-cells.tsx';
import { CELLS, WHY_APART } from './words.ts';

const OUTCOMES = ['approve', 'challenge', 'decline', 'review'] as const;

/** What the policy says, how often, and to what. */
export function OutcomesPanel({ outcomes }: Pick<PolicyResult, 'outcomes'>) {
  return (
    <Panel title="What it says" isFlush>
      <Scroll label="What the policy says">
        <table className="table">
          <thead>
            <tr>
              <th>Answer</th>
              <th className="number">Authorizations</th>
              <th className="number">Fraud</th>
              <th className="number">Good</th>
            </tr>
          </thead>
          <tbody>
            {OUTCOMES.map((name) => (
              <tr key={name}>
                <td className="backtest-nowrap">{name === 'review' ? 'to be reviewed' : <Outcome outcome={name} />}</td>
                <SumCells sums={outcomes[name]} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

const APART = ['unknowable', 'immature', 'unlabelled'] as const;

/** What is in the window and can't be scored. */
export function ApartPanel({ apart, unrecorded }: Pick<BacktestResult, 'apart' | 'unrecorded'>) {
  const some = APART.filter((name) => apart[name].count > 0);
  return (
    <Panel title="Apart: never scored" isFlush={some.length > 0}>
      {some.length === 0 ? (
        <p className="faint">Of every authorization in the window is known what it was.</p>
      ) : (
        <Scroll label="What can not be scored">
          <table className="table">
            <thead>
              <tr>
                <th>Why</th>
                <th className="number">Authorizations</th>
                <th className="number">Of these stopped</th>
                <th className="number">Money</th>
              </tr>
            </thead>
            <tbody>
              {some.map((name) => (
                <ApartRow key={name} name={CELLS[name]} why={WHY_APART[name]} apart={apart[name]} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {unrecorded.count > 0 && (
        <p className="backtest-foot backtest-inset">
          On {sayCount(unrecorded.count)} a rule could not be settled. Nothing read then:{' '}
          {unrecorded.attributes.join(', ')}.
        </p>
      )}
    </Panel>
  );
}

function ApartRow({ name, why, apart }: { readonly name: string; readonly why: string; readonly apart: Apart }) {
  return (
    <tr>
      <td className="backtest-name">
        {name}
        <span className="faint backtest-why">{why}</span>
      </td>
      <td className="number">{sayCount(apart.count)}</td>
      <td className="number">{sayCount(apart.stopped)}</td>
      <td className="number">
        <Amounts money={apart.money} of="amount" />
      </td>
    </tr>
  );
}

/** What people have to do a day, and how much of it is fraud. */
export function CapacityPanel({ capacity }: Pick<PolicyResult, 'capacity'>) {
  const lines = [
    ['Challenges', capacity.challenges_a_day, capacity.challenge_precision],
    ['Reviews', capacity.reviews_a_day, capacity.review_precision],
  ] as const;
  return (
    <Panel title="What people have to do">
      <dl className="backtest-shares">
        {lines.map(([name, daily, precision]) => (
          <div key={name}>
            <dt>{name} a day</dt>
            <dd>
              <b className="backtest-figure">{sayRate(daily)}</b>
              <span className="faint">
                {precision.value !== null ? (
                  <>
                    of which fraud: <Share share={precision} />
                  </>
                ) : (
                  daily > 0 && 'of none is it known what it was'
                )}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const GROUPS = [
  ['disputed', 'Disputed as fraud'],
  ['refunded', 'Refunded'],
  ['declined', 'Declined then'],
  ['legitimate', 'Legitimate so far'],
] as const satisfies readonly (readonly [keyof Groups, string])[];

/** Radar's four groups, of what the policy stops. */
export function GroupsPanel({ groups }: Pick<PolicyResult, 'groups'>) {
  return (
    <Panel title="What became of what it stops">
      <GroupsList groups={groups} />
    </Panel>
  );
}

/** Radar's four groups. */
export function GroupsList({ groups }: { readonly groups: Groups }) {
  const most = Math.max(1, ...GROUPS.map(([name]) => groups[name]));
  return (
    <dl className="backtest-groups">
      {GROUPS.map(([name, said]) => (
        <div key={name}>
          <dt>{said}</dt>
          <dd>
            <span>{sayCount(groups[name])}</span>
            <i aria-hidden="true" data-group={name} style={{ width: `${(100 * groups[name]) / most}%` }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
