import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CAUSES } from '../../../core/decision/vocabulary.ts';
import type { DecisionFeatures } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { FeatureEvents } from './feature-events.tsx';
import { useDecisionSearch } from './use-decision-search.ts';
import { inTime } from './words.ts';

type Feature = DecisionFeatures['features'][number];

/** What earlier events came to; a feature opens to the events behind it. */
export function FeaturesPanel({ id }: { readonly id: string }) {
  const { client, key } = useCountersign();
  const [find, setFind] = useState('');
  const [which, setWhich] = useState<'telling' | 'all'>('telling');
  const { search } = useDecisionSearch();
  const features = useQuery({
    queryKey: [key, 'decision', id, 'features'],
    queryFn: ({ signal }) => client.decisions.features(id, {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isShown = ({ name, text, value }: Feature) =>
    name === search.feature ||
    ((which === 'all' || isTelling(value)) && `${name} ${text}`.toLowerCase().includes(find.toLowerCase()));
  return (
    <Panel
      title="Features"
      isFlush
      actions={
        <>
          <NativeSelect
            size="xs"
            aria-label="Which features"
            value={which}
            onChange={({ currentTarget: { value } }) => setWhich(value === 'all' ? 'all' : 'telling')}
            data={[
              { value: 'telling', label: 'those that came to something' },
              { value: 'all', label: 'all' },
            ]}
          />
          <TextInput
            size="xs"
            aria-label="Find a feature"
            placeholder="find a feature"
            value={find}
            onChange={({ currentTarget }) => setFind(currentTarget.value)}
          />
        </>
      }
    >
      <Loaded query={features} empty={({ note, features: all }) => note ?? (all.length === 0 ? NONE : null)}>
        {({ features: all }) => {
          const shown = all.filter(isShown);
          if (shown.length === 0) return <div className="empty">None of {all.length} is like that.</div>;
          return (
            <ul className="features">
              {shown.map((feature) => (
                <Row key={feature.name} id={id} feature={feature} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** Whether there was anything: not 0, not false, not missing. */
function isTelling(value: Feature['value']): boolean {
  return value !== 0 && value !== false && typeof value !== 'object';
}

const NONE = 'The version that decided has no features.';

function Row({ id, feature }: { readonly id: string; readonly feature: Feature }) {
  const { search, change } = useDecisionSearch();
  const { name, text, value, counts, of, read, approximate } = feature;
  const isOpen = search.feature === name;
  return (
    <li>
      <button
        type="button"
        className="feature-row"
        aria-expanded={isOpen}
        onClick={() => change({ feature: isOpen ? undefined : name })}
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        <span className="mono">{name}</span>
        <b>
          {shown(value)}
          {approximate && <span title="approximate">≈</span>}
        </b>
      </button>
      {isOpen && (
        <div className="feature-open">
          <p className="mono small">{text}</p>
          <p className="faint small">
            {counts.map(countWords).join('; ')}
            {of.length > 0 && ` Computed of ${of.join(', ')}.`}
            {!read && ' No rule read it.'}
          </p>
          {counts.length > 0 && <FeatureEvents id={id} feature={name} />}
        </div>
      )}
    </li>
  );
}

function countWords(count: Feature['counts'][number]): string {
  const keys = count.by.map(({ name, value }) => (value === null ? name : `${name} ${String(value)}`)).join(', ');
  const what = count.event === 'authorization' ? 'asks' : `events ${count.event}`;
  const over = `${count.function} over the ${what} of the last ${inTime(count.window_seconds)}`;
  return `${over}${keys && `, by ${keys}`}${count.exclusive ? ', without this one' : ''}.`;
}

function shown(value: Feature['value']): string {
  if (value === null) return '–';
  if (typeof value === 'object') return `missing: ${CAUSES[value.missing] ?? value.missing}`;
  if (typeof value === 'number') return String(Math.round(value * 1e6) / 1e6);
  return String(value);
}
