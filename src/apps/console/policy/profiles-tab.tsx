import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Portfolio, Profile } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Code } from '../parts/code.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { CHALLENGE_ROWS } from './challenge-rows.ts';
import { allOf } from './policy-queries.ts';
import { SIGNAL_NAMES, signalsOf, type Threshold, thresholdsOf } from './thresholds.ts';

/** Which cards are under which profile, and what each profile does about each signal. */
export function ProfilesTab({ version }: { readonly version: string }) {
  const { client, key } = useCountersign();
  const portfolios = useQuery({
    queryKey: [key, 'policy', 'portfolios', version],
    queryFn: () => allOf(client.portfolios.each({ version, limit: 100 })),
  });
  const profiles = useQuery({
    queryKey: [key, 'policy', 'profiles', version],
    queryFn: () => allOf(client.profiles.each({ version, limit: 100 })),
  });
  return (
    <>
      <Panel title="Portfolios" isFlush>
        <Loaded query={portfolios}>{(all) => <Portfolios portfolios={all} />}</Loaded>
      </Panel>
      <Panel title="Profiles" isFlush>
        <Loaded query={profiles}>{(all) => <Profiles profiles={all} />}</Loaded>
      </Panel>
    </>
  );
}

function Portfolios({ portfolios }: { readonly portfolios: readonly Portfolio[] }) {
  return (
    <Scroll label="Portfolios">
      <table className="table">
        <thead>
          <tr>
            <th className="number policy-order">Order</th>
            <th>Portfolio</th>
            <th>Cards</th>
            <th>Profile</th>
          </tr>
        </thead>
        <tbody>
          {portfolios.map(({ name, when, profile }, place) => (
            <tr key={name}>
              <td className="number">{place + 1}</td>
              <td>{name}</td>
              <td>
                {when ? <Code text={when} language="rule" /> : place === 0 ? 'every card' : 'every card that is left'}
              </td>
              <td>{profile}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A row of what profiles are compared by. */
interface Row {
  readonly name: string;
  of(settings: Profile['settings']): ReactNode;
}

const OTHERWISE: readonly Row[] = [
  ...CHALLENGE_ROWS.map(({ name, of }) => ({
    name,
    of: ({ challenge }: Profile['settings']) => of(challenge) ?? <None />,
  })),
  { name: 'A rule that fails', of: ({ on_error: reaction }) => reaction },
  { name: 'Dispute hard to win', of: ({ disputability }) => <Shifts disputability={disputability} /> },
  {
    name: 'A fuel pump that asks for 1.00 counts as',
    of: ({ fuel_dispenser_amount: amount }) => amount?.toFixed(2) ?? <None />,
  },
  { name: 'Answered by', of: ({ deadline_ms: ms }) => `${ms} ms` },
  { name: 'Stand-in, where nothing could be decided', of: ({ stand_in: standIn }) => <StandIn standIn={standIn} /> },
];

function Profiles({ profiles }: { readonly profiles: readonly Profile[] }) {
  const signals = signalsOf(profiles.map(({ settings }) => settings));
  return (
    <Scroll label="Profiles">
      <table className="table policy-table">
        <thead>
          <tr>
            <th>Profile</th>
            {profiles.map(({ name }) => (
              <th key={name} scope="col">
                <strong>{name}</strong>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Portfolios</th>
            {profiles.map(({ name, portfolios }) => (
              <td key={name}>{portfolios.length > 0 ? portfolios.join(', ') : <None word="none uses it" />}</td>
            ))}
          </tr>
          {signals.map((signal) => (
            <tr key={signal}>
              <th scope="row">{SIGNAL_NAMES[signal]}</th>
              {profiles.map(({ name, settings }) => (
                <td key={name}>
                  <Thresholds thresholds={thresholdsOf(settings, signal)} />
                </td>
              ))}
            </tr>
          ))}
          {OTHERWISE.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {profiles.map(({ name, settings }) => (
                <td key={name}>{row.of(settings)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Thresholds({ thresholds }: { readonly thresholds: readonly Threshold[] }) {
  if (thresholds.length === 0) return <None />;
  return thresholds.map(({ action, when }) => (
    <div key={action + when}>
      <span className="word" data-tone={action === 'review' ? undefined : action}>
        {action}
      </span>{' '}
      {when}
    </div>
  ));
}

function Shifts({ disputability }: Pick<Profile['settings'], 'disputability'>) {
  const shifts = Object.entries(disputability);
  if (shifts.length === 0) return <None />;
  return shifts.map(([likelihood, shift]) => {
    const points = shift?.fraud_risk_score ?? 0;
    return (
      <div key={likelihood}>
        {likelihood.replaceAll('_', ' ')}: fraud score thresholds {points < 0 ? '−' : '+'}
        {Math.abs(points)}
      </div>
    );
  });
}

function StandIn({ standIn: { cases, otherwise } }: { readonly standIn: Profile['settings']['stand_in'] }) {
  return (
    <>
      {cases.map(({ if: condition, answer }) => (
        <div key={condition}>
          {answer} if <Code text={condition} language="rule" />
        </div>
      ))}
      <div>
        {cases.length > 0 && 'otherwise '}
        {otherwise}
      </div>
    </>
  );
}

function None({ word = '–' }: { readonly word?: string }) {
  return <span className="faint">{word}</span>;
}
