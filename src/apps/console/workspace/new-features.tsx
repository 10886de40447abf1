import { useQuery } from '@tanstack/react-query';
import type { Decision, Published } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';

const EVERY_MS = 2_000;
const AUTHORIZATION = 'authorization';

interface NewFeaturesProps {
  readonly service: Countersign;
  readonly published: Published;
}

/** The features that a version has and the one before had not, and what they come to as purchases are decided. */
export function NewFeatures({ service, published }: NewFeaturesProps) {
  const names = useNewFeatures(service, published);
  if (published.state !== 'live' || names.length === 0) return null;
  return <FeatureValues service={service} version={published.version} names={names} />;
}

function useNewFeatures({ client, key }: Countersign, { version, state }: Published): readonly string[] {
  const found = useQuery({
    queryKey: [key, 'policy', 'new features', version],
    queryFn: async ({ signal }) => {
      const { data } = await client.policy.activations({ limit: 2 }, { signal });
      const before = data.find((each) => each.version !== version)?.version;
      const [now, then] = await Promise.all([
        client.policy.vocabulary({ version }, { signal }),
        before === undefined ? null : client.policy.vocabulary({ version: before }, { signal }),
      ]);
      const known = new Set(then?.events.flatMap(namesOf));
      return now.events
        .filter(({ name }) => name === AUTHORIZATION)
        .flatMap(namesOf)
        .filter((name) => !known.has(name));
    },
    enabled: state === 'live',
    staleTime: Number.POSITIVE_INFINITY,
  });
  return found.data ?? [];
}

function namesOf({ features }: { readonly features: readonly { readonly name: string }[] }): string[] {
  return features.map(({ name }) => name);
}

interface FeatureValuesProps {
  readonly service: Countersign;
  readonly version: string;
  readonly names: readonly string[];
}

function FeatureValues({ service: { client, key }, version, names }: FeatureValuesProps) {
  const decisions = useQuery({
    queryKey: [key, 'decisions', 'features', version],
    queryFn: ({ signal }) => client.decisions.list({ policy_version: version, limit: 5 }, { signal }),
    refetchInterval: EVERY_MS,
  });
  const rows = decisions.data?.data ?? [];
  return (
    <Panel title="New features, as they count" isFlush>
      {rows.length === 0 ? (
        <p className="empty">They are shown here with the next purchase.</p>
      ) : (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                <th>At</th>
                <th>Card</th>
                {names.map((name) => (
                  <th key={name} className="number mono">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((decision) => (
                <tr key={decision.id}>
                  <td>
                    <Time at={decision.received_at} isPrecise />
                  </td>
                  <td className="mono">{decision.card}</td>
                  {names.map((name) => (
                    <td key={name} className="number">
                      {sayValue(decision, name)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function sayValue({ features }: Decision, name: string): string {
  const value = features?.[name];
  if (value === undefined || value === null) return '–';
  return typeof value === 'object' ? `missing: ${value.missing}` : String(value);
}
