import { useQuery } from '@tanstack/react-query';
import { useCountersign } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { allOf } from '../policy/policy-queries.ts';

/** Which rules read a list, and whether they decide: a list that no rule in force reads does nothing. */
export function Readers({ list }: { readonly list: string }) {
  const { client, key } = useCountersign();
  const { data, error } = useQuery({
    queryKey: [key, 'policy', 'rules', 'in force'],
    queryFn: () => allOf(client.rules.each({ limit: 100 })),
    staleTime: 60_000,
  });
  if (data === undefined) return <span className="faint">{error ? messageOf(error) : '…'}</span>;
  const named = new RegExp(`@${list}(?!\\w)`);
  const readers = data.filter(({ rule }) => named.test(rule));
  if (readers.length === 0) return <>no rule: what is on it changes no answer yet</>;
  return (
    <ul className="lists-readers">
      {readers.map(({ id, mode, rule }) => (
        <li key={id}>
          <span className="mono" title={rule}>
            {id}
          </span>{' '}
          {mode !== 'live' && (
            <span className="faint">({mode === 'shadow' ? 'in shadow: it decides nothing' : 'off'})</span>
          )}
        </li>
      ))}
    </ul>
  );
}
