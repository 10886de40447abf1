import { sayCount } from '../../../core/domain/figures.ts';
import type { ChallengeFunnel } from '../../../sdk/index.ts';
import { Choices } from '../parts/choices.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { type Counts, sayKey, saySums } from './funnel.ts';
import { QuestionsLink } from './funnel-steps.tsx';
import { type ChallengesSearch, FUNNEL_BY } from './search.ts';
import { useChangeSearch } from './use-change-search.ts';

const NAMES = { day: 'Day', profile: 'Profile', rule: 'Rule', channel: 'Channel' } as const;
const VALUES = FUNNEL_BY.map((value) => ({ value, name: NAMES[value] }));

/** The columns: what of a line is counted. */
const COLUMNS = [
  ['Asked', 'asked'],
  ['Sent', 'sent'],
  ['Delivered', 'delivered'],
  ['YES', 'verified'],
  ['NO', 'rejected'],
  ['No answer', 'expired'],
  ['Not delivered', 'undeliverable'],
  ['STOP', 'opted_out'],
  ['Void', 'void'],
  ['Open', 'open'],
  ['Tried again', 'retried'],
  ['Approved', 'approved_after'],
  ['Saved', 'saved'],
] as const satisfies readonly (readonly [string, keyof Counts])[];

interface FunnelLinesProps {
  readonly funnel: ChallengeFunnel;
  readonly by: NonNullable<ChallengesSearch['by']>;
}

/** The same by day, profile, rule or channel, in figures. */
export function FunnelLines({ funnel, by }: FunnelLinesProps) {
  const change = useChangeSearch();
  const choose = (value: typeof by) => change({ by: value === 'day' ? undefined : value });
  return (
    <Panel
      title={`By ${by}`}
      isFlush
      actions={<Choices label="Told apart by" values={VALUES} chosen={by} choose={choose} />}
    >
      <Scroll label={`Challenges by ${by}`}>
        <table className="table challenges-lines">
          <thead>
            <tr>
              <th>{NAMES[funnel.by]}</th>
              {COLUMNS.map(([name]) => (
                <th key={name} className="number">
                  {name}
                </th>
              ))}
              <th className="number" title="What the first approved purchase of each came to">
                Saved money
              </th>
            </tr>
          </thead>
          <tbody>
            {funnel.data.map((line) => (
              <tr key={line.key ?? ''}>
                <td>
                  <Key by={funnel.by} value={line.key} />
                </td>
                {COLUMNS.map(([name, field]) => (
                  <td key={name} className={line[field] === 0 ? 'number faint' : 'number'}>
                    {sayCount(line[field])}
                  </td>
                ))}
                <td className="number">{saySums(line.saved_amounts) ?? <span className="faint">–</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {funnel.by === 'rule' && (
        <p className="challenges-foot">A question that several rules asked for stands in the line of each.</p>
      )}
    </Panel>
  );
}

function Key({ by, value }: { readonly by: ChallengeFunnel['by']; readonly value: string | null }) {
  if (value === null || by === 'day') return sayKey(by, value);
  const search =
    by === 'channel' ? { channel: value === 'stripe' ? ('stripe' as const) : ('twilio' as const) } : { [by]: value };
  return <QuestionsLink search={search}>{value}</QuestionsLink>;
}
