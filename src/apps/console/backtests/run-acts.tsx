import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { WholeBacktest } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { download } from '../parts/download.ts';
import { say } from '../parts/said.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { useMay } from '../shell/session.ts';
import { isUnderWay } from './run-queries.ts';
import { searchOf } from './search.ts';
import { START_SCOPE } from './start-scope.ts';

/** What can be done with a run: give it up, throw away what came of it, save that, or begin a new one like it. */
export function RunActs({ run }: { readonly run: WholeBacktest }) {
  const [asked, setAsked] = useState<'cancel' | 'remove' | null>(null);
  const may = useMay(START_SCOPE);
  const { id, result } = run;
  return (
    <>
      {result && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => download(`${JSON.stringify(result, null, 2)}\n`, `${id}.json`, 'application/json')}
        >
          Download as JSON
        </Button>
      )}
      {may && run.kind === 'backtest' && !isUnderWay(run) && (
        <Link to="/backtests" search={searchOf(run)}>
          Another like it
        </Link>
      )}
      {may && (
        <Button size="compact-sm" variant="default" onClick={() => setAsked(isUnderWay(run) ? 'cancel' : 'remove')}>
          {isUnderWay(run) ? 'Cancel it…' : 'Throw it away…'}
        </Button>
      )}
      {asked === 'cancel' && <Cancel id={id} onClose={() => setAsked(null)} />}
      {asked === 'remove' && <Remove id={id} onClose={() => setAsked(null)} />}
    </>
  );
}

interface ActProps {
  readonly id: string;
  onClose(): void;
}

function Cancel({ id, onClose }: ActProps) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  async function cancel() {
    await client.backtests.cancel(id);
    await queries.invalidateQueries({ queryKey: [key, 'backtests'] });
  }
  return (
    <Confirm title="Cancel the run" act="Give it up" isGrave onClose={onClose} onConfirm={cancel}>
      <p>Nothing comes of it then; another one can be started.</p>
    </Confirm>
  );
}

function Remove({ id, onClose }: ActProps) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const navigate = useNavigate();
  async function remove() {
    await client.backtests.remove(id);
    say('The run was thrown away.');
    await navigate({ to: '/backtests', search: keepWorld });
    queries.removeQueries({ queryKey: [key, 'backtests', 'run', id] });
    await queries.invalidateQueries({ queryKey: [key, 'backtests', 'list'] });
  }
  return (
    <Confirm title="Throw the run away" act="Throw it away" isGrave onClose={onClose} onConfirm={remove}>
      <p>What came of it is gone for everybody.</p>
    </Confirm>
  );
}
