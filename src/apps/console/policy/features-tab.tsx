import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Counters, Feature } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Code } from '../parts/code.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { allOf } from './policy-queries.ts';
import { windowsOf } from './windows.ts';

const route = getRouteApi('/shell/policy');

/** The features of the version in force, by the event that they are counted of, and whether they have their past. */
export function FeaturesTab({ version }: { readonly version: string }) {
  const { client, key } = useCountersign();
  const { text = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const features = useQuery({
    queryKey: [key, 'policy', 'features', version],
    queryFn: () => allOf(client.features.each({ version, limit: 100 })),
  });
  const counters = useQuery({
    queryKey: [key, 'counters'],
    queryFn: ({ signal }) => client.counters.get({ signal }),
    refetchInterval: 5_000,
  });
  return (
    <>
      {counters.data && <Filled counters={counters.data} version={version} />}
      <TextInput
        size="xs"
        mb="sm"
        maw="22rem"
        aria-label="Within names and definitions"
        placeholder="Find…"
        value={text}
        onChange={(event) => {
          const found = event.currentTarget.value;
          void navigate({
            search: ({ text: _, ...rest }) => ({ ...rest, ...(found && { text: found }) }),
            replace: true,
          });
        }}
      />
      <Loaded query={features} empty={(all) => (all.length === 0 ? 'It counts nothing.' : null)}>
        {(all) => <ByEvent features={all.filter((feature) => isShown(feature, text))} />}
      </Loaded>
    </>
  );
}

function isShown({ name, text }: Feature, sought: string): boolean {
  return `${name}\n${text}`.toLowerCase().includes(sought.toLowerCase());
}

function Filled({ counters: { cold, filling }, version }: { readonly counters: Counters; readonly version: string }) {
  return (
    <>
      {cold && (
        <Note tone="late" title="Cold">
          The counters lack some of their past: features read as missing until they have it again.
        </Note>
      )}
      {filling.map(({ version: which, share, events }) => (
        <Note key={which} title={which === version ? 'Being filled' : `${which} is being filled`}>
          {Math.floor(share * 100)} % of the stored past is read, {sayCount(events)} events so far.
        </Note>
      ))}
      {!cold && filling.length === 0 && <p className="faint">All of them have their past.</p>}
    </>
  );
}

function ByEvent({ features }: { readonly features: readonly Feature[] }) {
  if (features.length === 0) return <div className="empty">No feature is like that.</div>;
  const events = [...new Set(features.map(({ event }) => event))];
  return events.map((event) => {
    const ofEvent = features.filter((feature) => feature.event === event);
    return (
      <Panel key={event} title={`${event} (${ofEvent.length})`} isFlush>
        <ul className="policy-rows">
          {ofEvent.map((feature) => (
            <FeatureRow key={feature.name} feature={feature} />
          ))}
        </ul>
      </Panel>
    );
  });
}

function FeatureRow({ feature: { name, type, text, attribute } }: { readonly feature: Feature }) {
  const windows = windowsOf(text);
  return (
    <li>
      <div className="policy-row-head">
        <strong className="mono" title={attribute ? 'Rules read it by this name' : undefined}>
          {attribute ? `:${name}:` : name}
        </strong>
        <span className="policy-tag">{type}</span>
        {windows.length > 0 && <span className="policy-tag">last {windows.join(', ')}</span>}
        {!attribute && <span className="policy-tag">read by other features only</span>}
      </div>
      <Code text={text} language="scowl" />
    </li>
  );
}
