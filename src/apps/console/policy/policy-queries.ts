import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type { Countersign } from '../client.ts';

/** How often what is in force is looked at: somebody else may have changed it. */
const EVERY_MS = 5_000;

/** What is in force, as it changes. */
export function liveQuery({ client, key }: Countersign) {
  return queryOptions({
    queryKey: [key, 'policy', 'live'],
    queryFn: ({ signal }) => client.policy.current({ signal }),
    refetchInterval: EVERY_MS,
  });
}

/** A stored version with its files, which never change. */
export function versionQuery({ client, key }: Countersign, version: string) {
  return queryOptions({
    queryKey: [key, 'policy', 'version', version],
    queryFn: ({ signal }) => client.policy.version(version, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What `to` does otherwise than `from`. */
export function diffQuery({ client, key }: Countersign, from: string, to: string) {
  return queryOptions({
    queryKey: [key, 'policy', 'diff', from, to],
    queryFn: ({ signal }) => client.policy.diff({ from, to }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** When which version was made live, the latest first. */
export function activationsQuery({ client, key }: Countersign) {
  return queryOptions({
    queryKey: [key, 'policy', 'activations'],
    queryFn: ({ signal }) => client.policy.activations({ limit: 100 }, { signal }),
    refetchInterval: EVERY_MS,
  });
}

/** The version in shadow. */
export function shadowQuery({ client, key }: Countersign) {
  return queryOptions({
    queryKey: [key, 'policy', 'shadow'],
    queryFn: ({ signal }) => client.policy.shadow({ signal }),
    refetchInterval: EVERY_MS,
  });
}

/** Has everything about the policy read again, after it was changed. */
export function useReadPolicyAgain({ key }: Countersign): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [key, 'policy'] });
}

/** All rows of a list that is read page by page. */
export async function allOf<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
