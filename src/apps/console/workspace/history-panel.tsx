import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { HistoryDiff } from '../../../sdk/index.ts';
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

/** What the draft would have decided otherwise in the last days, as the decisions were recorded. */
export function HistoryPanel({ service: { client }, draft, report }: HistoryPanelProps) {
  const [days, setDays] = useState('7');
  const asked = useMutation({
    mutationFn: async ({ files, over }: { readonly files: Files; readonly over: number }) => {
      return { files, over, found: await client.policy.diffHistory({ files: toSend(files), days: over }) };
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
  found,
  over,
  isOld,
}: {
  readonly found: HistoryDiff;
  readonly over: number;
  readonly isOld: boolean;
}) {
  const { decisions, changed, unknown, unrecorded, outcomes, examples, cut } = found;
  if (decisions === 0)
    return <p className="empty">Nothing was decided in the last {over} days in this mode and account.</p>;
  return (
    <>
      <p>
        Of {decisions.toLocaleString('en')} decisions{cut && ' (the latest; there were more)'}{' '}
        <strong>{changed.toLocaleString('en')}</strong> would have come out otherwise
        {outcomes.length > 0 && `: ${outcomes.map(({ from, to, count }) => `${count} ${from} → ${to}`).join(', ')}`}.
        {unknown > 0 && ` Of ${unknown} the record does not tell: it lacks ${unrecorded.join(', ')}.`}
        {isOld && ' That was before what was changed since.'}
      </p>
      {examples.length > 0 && (
        <div className="scroll">
          <table className="table">
            <thead>
              <tr>
                <th>At</th>
                <th>Was</th>
                <th>Would be</th>
                <th>Because</th>
                <th>Decision</th>
              </tr>
            </thead>
            <tbody>
              {examples.map(({ decision, asked_at, outcome, new_outcome, new_reasons }) => (
                <tr key={decision}>
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
                    <Link to={`/decisions/${decision}` as string} search={keepWorld}>
                      {decision}
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
