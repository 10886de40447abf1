import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { WholeBacktest } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { type Draft, type Files, toSend } from './draft.ts';
import type { Checking } from './use-check.ts';

const MOST_DAYS = 730;

interface HistoryPanelProps {
  readonly service: Countersign;
  readonly draft: Draft;
  readonly report: Checking['report'];
}

/** Has the last days decided again, by the policy in force and by the draft, and waits for it. */
async function decideAgain({ client }: Countersign, files: Files, days: number): Promise<WholeBacktest | null> {
  const begun = await client.backtests.runLastDays({ policy: 'live', against: toSend(files), days });
  if (!begun) return null;
  const run = await client.backtests.over(begun.id);
  if (run.result) return run;
  throw new Error(run.error ?? `the run was ${run.state}`);
}

/** What the draft would have decided otherwise in the last days, as the decisions were recorded. */
export function HistoryPanel({ service, draft, report }: HistoryPanelProps) {
  const [days, setDays] = useState('7');
  const asked = useMutation({
    mutationFn: async ({ files, over }: { readonly files: Files; readonly over: number }) => {
      return { files, over, run: await decideAgain(service, files, over) };
    },
  });
  const over = Number(days);
  const isSound = over > 0 && over <= MOST_DAYS;
  const isFaulty = report?.said.version === null;
  return (
    <>
      <form
        className="workspace-bar"
        onSubmit={(event) => {
          event.preventDefault();
          asked.mutate({ files: draft.files, over });
        }}
      >
        <label htmlFor="history-days">In the last days:</label>
        <TextInput
          id="history-days"
          size="xs"
          w="4.5rem"
          inputMode="numeric"
          value={days}
          error={!isSound}
          onChange={(event) => setDays(event.currentTarget.value.trim())}
        />
        <Button
          type="submit"
          size="compact-sm"
          variant="default"
          loading={asked.isPending}
          disabled={!isSound || isFaulty}
        >
          Decide them again
        </Button>
        {isFaulty && <span className="faint">Once there is no error.</span>}
      </form>
      {asked.error && <Note tone="wrong">{messageOf(asked.error)}.</Note>}
      {asked.data && <Found {...asked.data} isOld={asked.data.files !== draft.files} />}
    </>
  );
}

function Found({
  run,
  over,
  isOld,
}: {
  readonly run: WholeBacktest | null;
  readonly over: number;
  readonly isOld: boolean;
}) {
  if (run?.kind !== 'backtest' || !run.result?.against)
    return <p className="empty">Nothing was decided in the last {over} days in this mode and account.</p>;
  const { window, against } = run.result;
  const { changed, other, samples } = against;
  const count = changed.reduce((sum, each) => sum + each.count, 0);
  const { unrecorded } = other;
  return (
    <>
      <p>
        Of {sayCount(window.rows)} decisions <strong>{sayCount(count)}</strong> would have come out otherwise
        {changed.length > 0 && `: ${changed.map((each) => `${each.count} ${each.from} → ${each.to}`).join(', ')}`}.
        {unrecorded.count > 0 &&
          ` Of ${unrecorded.count} the record does not tell all: it lacks ${unrecorded.attributes.join(', ')}.`}
        {isOld && ' That was before what was changed since.'}{' '}
        <Link to={`/backtests/${run.id}` as string} search={keepWorld}>
          More of this run
        </Link>
      </p>
      {samples.length > 0 && (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                <th>At</th>
                <th>Would be now</th>
                <th>By the draft</th>
                <th>Because</th>
                <th>Authorization</th>
              </tr>
            </thead>
            <tbody>
              {samples.map(({ authorization, asked_at, outcome, new_outcome, new_reasons }) => (
                <tr key={`${authorization} ${asked_at}`}>
                  <td>
                    <Time at={asked_at} />
                  </td>
                  <td>
                    <Outcome outcome={outcome} />
                  </td>
                  <td>
                    <Outcome outcome={new_outcome} />
                  </td>
                  <td className="mono">{new_reasons.join(', ')}</td>
                  <td className="mono">
                    <Link to={`/authorizations/${authorization}` as string} search={keepWorld}>
                      {authorization}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
