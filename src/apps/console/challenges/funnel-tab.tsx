import { useQuery } from '@tanstack/react-query';
import { unaskableInWords } from '../../../core/decision/vocabulary.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import type { ChallengeFunnel } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import type { Span } from '../decisions/search.ts';
import { WINDOWS, windowStart } from '../now/now-search.ts';
import { capital } from '../parts/capital.ts';
import { Choices } from '../parts/choices.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { ChannelsPanel } from './channels-panel.tsx';
import { FunnelLines } from './funnel-lines.tsx';
import { FunnelSteps } from './funnel-steps.tsx';
import type { ChallengesSearch } from './search.ts';
import { useChangeSearch } from './use-change-search.ts';

const EVERY_MS = 30_000;
const VALUES = Object.keys(WINDOWS).map((value) => ({ value: value as Span, name: value }));
const USUAL: Span = '7d';

/** What the questions of a time came to, and what those came to that could not be put. */
export function FunnelTab({ search }: { readonly search: ChallengesSearch }) {
  const { by = 'day', window = USUAL } = search;
  const { client, key } = useCountersign();
  const change = useChangeSearch();
  const query = useQuery({
    queryKey: [key, 'challenges', 'funnel', by, window],
    queryFn: ({ signal }) => client.challenges.funnel({ by, from: windowStart(window, Date.now()) }, { signal }),
    refetchInterval: EVERY_MS,
    // The figures stay while others are asked for.
    placeholderData: (before) => before,
  });
  return (
    <>
      <div className="challenges-choices">
        <span className="faint">Asked in the last</span>
        <Choices
          label="Asked in the last"
          values={VALUES}
          chosen={window}
          choose={(value) => change({ window: value === USUAL ? undefined : value })}
        />
      </div>
      <Loaded query={query}>{(funnel) => <Whole funnel={funnel} by={by} window={window} />}</Loaded>
      <ChannelsPanel />
    </>
  );
}

interface WholeProps {
  readonly funnel: ChallengeFunnel;
  readonly by: NonNullable<ChallengesSearch['by']>;
  readonly window: Span;
}

function Whole({ funnel, by, window }: WholeProps) {
  const { total, unaskable } = funnel;
  if (total.asked === 0) {
    return (
      <>
        <Panel title="From asked to approved">
          <div className="empty">
            Nobody was asked in the last {WINDOWS[window]}. {NOTHING}
          </div>
        </Panel>
        <Unasked unaskable={unaskable} window={window} />
      </>
    );
  }
  return (
    <>
      <FunnelSteps total={total} window={window} />
      <FunnelLines funnel={funnel} by={by} />
      <Unasked unaskable={unaskable} window={window} />
    </>
  );
}

const NOTHING =
  'A question is put where a challenge threshold or a challenge rule matches, and the profile names a channel.';

interface UnaskedProps {
  readonly unaskable: ChallengeFunnel['unaskable'];
  readonly window: Span;
}

function Unasked({ unaskable, window }: UnaskedProps) {
  const all = unaskable.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={`Could not be asked: ${sayCount(all)}`} isFlush>
      {all === 0 ? (
        <div className="empty">
          In the last {WINDOWS[window]} every cardholder could be asked about whom a challenge matched.
        </div>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th>Why</th>
              <th className="number">Asks</th>
              <th className="number" title="By the profile's “otherwise”; the rest was declined">
                Approved all the same
              </th>
            </tr>
          </thead>
          <tbody>
            {unaskable.map(({ reason, count, approved }) => (
              <tr key={reason}>
                <td title={reason}>{capital(unaskableInWords(reason))}</td>
                <td className="number">{sayCount(count)}</td>
                <td className="number">{sayCount(approved)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
