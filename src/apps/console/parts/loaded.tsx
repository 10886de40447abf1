import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Note } from './note.tsx';
import { Time } from './time.tsx';

/** The part of a query that is needed to show it, so that infinite queries fit, too. */
type Shown<Data> = Pick<UseQueryResult<Data>, 'data' | 'error' | 'isFetching' | 'dataUpdatedAt'> & {
  refetch(): unknown;
};

interface LoadedProps<Data> {
  readonly query: Shown<Data>;
  /** What stands there when there is nothing: why, and what to do about it. Null from it: there is something. */
  empty?(data: Data): ReactNode;
  children(data: Data): ReactNode;
}

/**
 * What was asked for, in each of its states: on its way, refused or failed (with a way to try again), nothing there,
 * there, and there but old since the service can't be reached.
 */
export function Loaded<Data>({ query, empty, children }: LoadedProps<Data>) {
  const { data, error, isFetching, dataUpdatedAt } = query;
  if (data === undefined) return error ? <Failure error={error} retry={query.refetch} /> : <Waiting />;
  const nothing = empty?.(data) ?? null;
  return (
    <>
      {error && (
        <Note tone="late" title="This is old">
          It is what was known at <Time at={dataUpdatedAt} isPrecise />; {messageOf(error)}.{' '}
          <Button size="compact-xs" variant="default" loading={isFetching} onClick={() => query.refetch()}>
            Try again
          </Button>
        </Note>
      )}
      {nothing === null ? children(data) : <div className="empty">{nothing}</div>}
    </>
  );
}

/** Something is on its way. */
export function Waiting({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div role="status" aria-label="Loading" style={{ padding: '0.3rem 0.75rem' }}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars that are all the same
        <div key={line} className="waiting" style={{ width: `${90 - ((line * 37) % 50)}%` }} />
      ))}
    </div>
  );
}

/** It could not be had, and why; `retry` is a way to try again, where that makes sense. */
export function Failure({ error, retry }: { readonly error: unknown; retry?(): unknown }) {
  return (
    <Note tone="wrong" title="This could not be loaded">
      {messageOf(error)}.{' '}
      {retry && (
        <Button size="compact-xs" variant="default" onClick={() => retry()}>
          Try again
        </Button>
      )}
    </Note>
  );
}

/** What went wrong, for people, without the full stop. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
