import type { AuthorizationKey } from '../../adapters/store/database/authorizations.ts';
import type { AlarmName, Alarms } from '../../core/decision/ports.ts';
import type { KnownAsk } from '../../core/domain/asks.ts';
import { limits } from '../../core/domain/limits.ts';

interface Ended {
  readonly key: AuthorizationKey;
  readonly ask: KnownAsk;
}

/**
 * Raises the alarms about asks whose end is known now: each once for all of them, with their number and the latest.
 * What happened long ago, as when the past is read in, alarms nobody.
 */
export function tellOfConfirmed(ended: readonly Ended[], alarms: Alarms, nowMs: number): void {
  const fresh = ended.filter(({ ask }) => (ask.confirmation?.atMs ?? 0) >= nowMs - limits.confirmAlarmMs);
  for (const [alarm, some] of Map.groupBy(fresh, ({ ask }) => alarmOf(ask))) {
    const last = some.at(-1);
    if (alarm === null || !last) continue;
    const { reason, reasonMessage } = last.ask.confirmation ?? {};
    alarms.raise(alarm, {
      asks: some.length,
      authorization: last.key.id,
      livemode: last.key.livemode,
      ...(last.ask.decision && { decision: last.ask.decision.id }),
      ...(reason && { reason }),
      ...(reasonMessage && { reason_message: reasonMessage }),
    });
  }
}

function alarmOf({ confirmation, decision }: KnownAsk): AlarmName | null {
  switch (confirmation?.decidedBy) {
    case 'error':
      return 'answer_refused';
    case 'time_out':
      return 'answer_too_late';
    case 'network':
      return decision ? 'answer_not_taken' : null;
    case 'us':
      return decision && decision.isApproval !== confirmation.approved ? 'answer_not_taken' : null;
    default:
      return null;
  }
}
