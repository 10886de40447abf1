import type { Alarms, Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/** Tells a clock gone wrong from an attacker: when most signed requests are refused on age alone, it is our clock. */
export interface ClockWatch {
  accepted(): void;
  refusedOnAge(): void;
}

export function createClockWatch(alarms: Alarms, clock: Clock): ClockWatch {
  let windowStartMs = clock.nowMs();
  let accepted = 0;
  let refused = 0;
  let isRaised = false;

  function judge(): void {
    const all = accepted + refused;
    if (all >= limits.clockAlarmMinRequests) {
      const isSkewed = refused / all > limits.clockAlarmShare;
      if (isSkewed) alarms.raise('clock_skewed', { refused_on_age: refused, signed_requests: all });
      else if (isRaised) alarms.end('clock_skewed');
      isRaised = isSkewed;
    }
    if (clock.nowMs() - windowStartMs < limits.clockAlarmWindowMs) return;
    windowStartMs = clock.nowMs();
    accepted = 0;
    refused = 0;
  }

  return {
    accepted() {
      accepted += 1;
      if (isRaised || refused > 0) judge();
    },
    refusedOnAge() {
      refused += 1;
      judge();
    },
  };
}
