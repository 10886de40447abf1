import type { SignatureCheck } from '../../adapters/stripe/signature.ts';
import type { Alarms, Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';

/**
 * Watches the signatures at one door, for the two faults of ours that look like an attacker's: a clock gone wrong (most
 * signed requests fail on age alone) and a wrong secret (signed requests come, and not one of them holds).
 */
export interface SignatureWatch {
  see(check: SignatureCheck): void;
}

export function createSignatureWatch(path: string, alarms: Alarms, clock: Clock): SignatureWatch {
  let windowStartMs = clock.nowMs();
  let counts = { held: 0, aged: 0, wrong: 0 };
  let isSkewed = false;
  let isWrong = false;

  function judge(): void {
    const { held, aged, wrong } = counts;
    const signed = held + aged;
    if (signed >= limits.signatureAlarmMinRequests) {
      const wasSkewed = isSkewed;
      isSkewed = aged / signed > limits.clockAlarmShare;
      if (isSkewed) alarms.raise('clock_skewed', { path, refused_on_age: aged, signed_requests: signed });
      else if (wasSkewed) alarms.end('clock_skewed');
    }
    if (signed === 0 && wrong >= limits.signatureAlarmMinRequests) {
      isWrong = true;
      alarms.raise('no_signature_holds', { path, refused: wrong });
    }
  }

  return {
    see(check) {
      if (check.isSigned) {
        counts.held += 1;
        if (isWrong) alarms.end('no_signature_holds');
        isWrong = false;
        if (isSkewed || counts.aged > 0) judge();
      } else if (check.reason !== 'no_signature') {
        if (check.reason === 'wrong_signature') counts.wrong += 1;
        else counts.aged += 1;
        judge();
      }
      if (clock.nowMs() - windowStartMs < limits.signatureAlarmWindowMs) return;
      windowStartMs = clock.nowMs();
      counts = { held: 0, aged: 0, wrong: 0 };
    },
  };
}
