import { useQuery } from '@tanstack/react-query';
import type { Label } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { useMay } from '../shell/session.ts';

/** What turned out to be true of the purchase, by whose word: disputes, reviews, files. */
export function Labels({ authorization }: { readonly authorization: string }) {
  const { client, key } = useCountersign();
  const mayRead = useMay('read');
  const query = useQuery({
    queryKey: [key, 'reviews', 'labels', authorization],
    queryFn: ({ signal }) => client.labels.list({ authorization }, { signal }),
    enabled: mayRead,
  });
  if (!mayRead) return null;
  return (
    <Panel title="Labels">
      <Loaded query={query} empty={({ data }) => (data.length === 0 ? 'Nobody said yet what it was.' : null)}>
        {({ data }) => (
          <ul className="reviews-rules">
            {data.map((label) => (
              <li key={`${label.source} ${label.ref} ${label.known_at}`}>
                {label.verdict}, {sourceOf(label)}, <Time at={label.known_at} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

function sourceOf({ source, ref, detail }: Label): string {
  const more = [detail.reason, detail.status].filter((part) => typeof part === 'string').join(', ');
  return `by ${source.replaceAll('_', ' ')} ${source === 'review' ? '' : ref}${more && ` (${more})`}`.trim();
}
