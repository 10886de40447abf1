import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { System } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Identifier } from '../parts/identifier.tsx';
import { Panel } from '../parts/page.tsx';
import { saySize } from '../parts/say-size.ts';
import { useMay } from '../shell/session.ts';
import { State } from './state.tsx';

const KINDS = { memory: 'in this process', redis: 'in Redis', redis_cluster: 'in a Redis cluster' } as const;

/** What features are counted in, how full of the past it is, and a way to count all of it again. */
export function Counters({ counters }: Pick<System, 'counters'>) {
  const [isAsking, setIsAsking] = useState(false);
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const may = useMay('admin');
  const { kind, cold, filling, keys, bytes } = counters;
  return (
    <Panel
      title="Counters"
      actions={
        <Button
          size="compact-xs"
          variant="default"
          disabled={!may}
          title={may ? undefined : 'An admin may'}
          onClick={() => setIsAsking(true)}
        >
          Count the past again…
        </Button>
      }
    >
      <p className="system-line">
        Features are counted {KINDS[kind]}
        {keys !== null && `: ${sayCount(keys)} keys, ${saySize(bytes ?? 0)}`}.{' '}
        {cold ? (
          <State tone="challenge">Some features lack some of their past, and are missing until they have it.</State>
        ) : (
          <State tone="approve">All features have their past.</State>
        )}
      </p>
      {filling.map(({ version, events, share }) => (
        <p key={version} className="system-line">
          <Identifier id={version} /> is being filled: {sayCount(events)} events{' '}
          <progress value={share} max={1} aria-label={`Filled of ${version}`} /> {Math.round(share * 100)} %
        </p>
      ))}
      {isAsking && (
        <Confirm
          title="Count the past again?"
          act="Count again"
          isGrave
          onClose={() => setIsAsking(false)}
          onConfirm={async () => {
            await client.counters.rebuild();
            await queries.invalidateQueries({ queryKey: [key, 'system'] });
          }}
        >
          All that was counted is forgotten and counted again from the database. Until then features are missing (cold),
          and rules that read them do not match.
        </Confirm>
      )}
    </Panel>
  );
}
