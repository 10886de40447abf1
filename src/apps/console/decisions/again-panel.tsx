import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Decision, DecisionAgain } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { versionQuery } from '../policy/policy-queries.ts';
import { useMay } from '../shell/session.ts';
import { useDecisionSearch } from './use-decision-search.ts';
import { withChosen } from './with-chosen.ts';
import { ACTIONS, inWords, RESULTS } from './words.ts';

/** What another profile or version would have said of this very ask, as it was recorded. */
export function AgainPanel({ decision }: { readonly decision: Decision }) {
  const mayDecide = useMay('decide');
  const { search } = useDecisionSearch();
  const isAsked = search.profile !== undefined || search.version !== undefined;
  return (
    <Panel title="What would another profile or version say">
      {mayDecide ? <Choice decision={decision} /> : <p className="faint">This wants the scope decide.</p>}
      {mayDecide && isAsked && <Answer decision={decision} />}
    </Panel>
  );
}

function Choice({ decision }: { readonly decision: Decision }) {
  const service = useCountersign();
  const { client, key } = service;
  const { search, change } = useDecisionSearch();
  const versions = useQuery({
    queryKey: [key, 'policy', 'versions', 'recent'],
    queryFn: ({ signal }) => client.policy.versions({ limit: 50 }, { signal }),
    staleTime: 60_000,
  });
  const version = search.version ?? decision.policy_version;
  const files = useQuery({ ...versionQuery(service, version), enabled: /^pol_/.test(version) });
  const profiles = (files.data?.files ?? []).flatMap(({ name }) => /^profiles\/(.+)\.yaml$/.exec(name)?.[1] ?? []);
  const known = versions.data?.data ?? [];
  const said = ({ version: name, note, created_at }: (typeof known)[number]) => {
    const itself = name === decision.policy_version ? ' (it decided)' : '';
    return `${name}${itself} · ${note ?? new Date(created_at).toLocaleDateString()}`;
  };
  return (
    <div className="again-choice">
      <NativeSelect
        size="xs"
        label="Profile"
        value={search.profile ?? ''}
        onChange={({ currentTarget: { value } }) => change({ profile: value || undefined })}
        data={[{ value: '', label: "the portfolio's own" }, ...withChosen(profiles, search.profile)]}
      />
      <NativeSelect
        size="xs"
        label="Version"
        value={search.version ?? ''}
        onChange={({ currentTarget: { value } }) => change({ version: value || undefined })}
        data={[
          { value: '', label: 'the one that decided' },
          ...known.map((one) => ({ value: one.version, label: said(one) })),
          ...(search.version && !known.some((one) => one.version === search.version) ? [search.version] : []),
        ]}
      />
    </div>
  );
}

function Answer({ decision }: { readonly decision: Decision }) {
  const { client, key } = useCountersign();
  const { search } = useDecisionSearch();
  const { profile, version } = search;
  const again = useQuery({
    queryKey: [key, 'decision', decision.id, 'again', profile ?? '', version ?? ''],
    queryFn: ({ signal }) =>
      client.decisions.again(decision.id, { ...(profile && { profile }), ...(version && { version }) }, { signal }),
    staleTime: 60_000,
  });
  return <Loaded query={again}>{(data) => <Compared decision={decision} again={data} />}</Loaded>;
}

function Compared({ decision, again }: { readonly decision: Decision; readonly again: DecisionAgain }) {
  const { outcome, reasons, same, known, unknown, changes, profile } = again;
  return (
    <>
      {!known && (
        <Note tone="late" title="The record does not tell">
          {outcome === null
            ? `That version has no portfolio ${again.portfolio}.`
            : `Live rules want what was not recorded. Without it, this would come of it:`}
        </Note>
      )}
      {outcome && (
        <p className="decision-answer">
          <Outcome outcome={outcome} />
          {again.review && <span>+ review</span>}
          <span>
            under {profile}: {reasons.join(', ')}
          </span>
          <b>{same === null ? '' : same ? '= the same as was said' : `≠ ${WAS[decision.outcome]} then`}</b>
        </p>
      )}
      {changes.rules.length > 0 && (
        <Scroll label="Rules that come out otherwise">
          <table className="table small">
            <thead>
              <tr>
                <th>Rule</th>
                <th>Does</th>
                <th>Then</th>
                <th>There</th>
                <th>Because</th>
              </tr>
            </thead>
            <tbody>
              {changes.rules.map(({ id, action, from, to, because }) => (
                <tr key={id}>
                  <td className="mono">{id}</td>
                  <td>{ACTIONS[action]}</td>
                  <td>{from ? RESULTS[from][1] : 'not considered'}</td>
                  <td>{to ? RESULTS[to][1] : 'not considered'}</td>
                  <td className="mono">{because.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {unknown.length > 0 && <p className="faint small">Not recorded, or hidden: {unknown.map(inWords).join(', ')}.</p>}
    </>
  );
}

const WAS = { approve: 'approved', decline: 'declined', challenge: 'challenged' } as const;
