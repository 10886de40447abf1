import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { alarmAdvice } from '../../../core/decision/alarm-advice.ts';
import { alarmWords } from '../../../core/decision/alarm-words.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Alarm } from '../../../sdk/index.ts';
import { Time } from '../parts/time.tsx';
import { useMay } from '../shell/session.ts';
import type { SystemSearch } from './search.ts';
import { State } from './state.tsx';

const ENDS = { ended: null, process_stopped: 'its process was stopped', process_gone: 'its process is gone' } as const;

/** One time that an alarm stood: what it says, what to do about it, and who knows. */
export function AlarmRow({ alarm, onAcknowledge }: { readonly alarm: Alarm; onAcknowledge(): void }) {
  const { raised_at, ended_at, end_reason: reason, times, process_name: name, detail } = alarm;
  const isOver = ended_at !== null;
  const said = Object.entries(detail).map(([field, value]) => `${field}: ${value}`);
  return (
    <tr>
      <td>
        <div className="system-alarm">
          <Link
            from="/system"
            to="."
            search={(before: SystemSearch) => ({ ...before, alarm: alarm.alarm })}
            title="Only these"
          >
            <span className="mono">{alarm.alarm}</span>
          </Link>
          <p>{sentence(alarmWords(alarm.alarm).text)}</p>
          {said.length > 0 && <p className="faint">{said.join(' · ')}</p>}
          <p>{alarmAdvice(alarm.alarm) ?? 'docs/operations.md of the version that raised it tells what to do.'}</p>
        </div>
      </td>
      <td>
        <Time at={raised_at} isPrecise />
      </td>
      <td>
        {isOver ? (
          <>
            <Time at={ended_at} isPrecise />
            {reason && ENDS[reason] && <div className="faint">{ENDS[reason]}</div>}
          </>
        ) : (
          <State tone="decline">stands</State>
        )}
      </td>
      <td className="number">{sayCount(times)}</td>
      <td className="mono">{name}</td>
      <td>
        <Known alarm={alarm} onAcknowledge={onAcknowledge} />
      </td>
    </tr>
  );
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function Known({ alarm, onAcknowledge }: { readonly alarm: Alarm; onAcknowledge(): void }) {
  const may = useMay('review');
  const { acknowledged_at: at, acknowledged_by: by, note } = alarm;
  if (at !== null) {
    return (
      <>
        {by?.name ?? by?.id ?? 'somebody who was erased'}, <Time at={at} />
        {note && <div className="system-wrap">{note}</div>}
      </>
    );
  }
  return (
    <Button
      size="compact-xs"
      variant="default"
      disabled={!may}
      title={may ? undefined : 'An analyst may'}
      aria-label={`I know of it… ${alarm.alarm}`}
      onClick={onAcknowledge}
    >
      I know of it…
    </Button>
  );
}
