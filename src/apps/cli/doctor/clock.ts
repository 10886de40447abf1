import { limits } from '../../../core/domain/limits.ts';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';

/** Somebody else's time, and ours when it was asked. */
interface ServerTime {
  readonly nowMs: number;
  readonly askedMs: number;
}

/** Windows are minutes to weeks, and an ask's age is its time at Stripe: some seconds are no matter. */
const NOTABLE_MS = 5_000;

/** Does this machine's clock agree with Stripe's, or with the database's where Stripe can't be asked? */
export function checkClock(stripe: ServerTime | null, database: ServerTime | null): Finding {
  const time = stripe ?? database;
  if (time === null) return skipped('clock', 'nothing to compare it with: no key of Stripe and no Postgres');
  const whose = stripe ? "Stripe's" : "the database's";
  const aheadMs = time.askedMs - time.nowMs;
  const apartMs = Math.abs(aheadMs);
  if (apartMs <= NOTABLE_MS) return ok('clock', `within ${Math.ceil(apartMs / 1_000)} s of ${whose}`);
  const found = `${Math.round(apartMs / 1_000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} ${whose}`;
  const advice = 'let the machine keep its time by NTP (chrony, systemd-timesyncd)';
  const toleranceMs = limits[aheadMs > 0 ? 'signatureToleranceSeconds' : 'signatureFutureToleranceSeconds'] * 1_000;
  if (apartMs < toleranceMs) {
    return warning('clock', found, 'a little more, and asks are refused as too old or from the future', advice);
  }
  return fault('clock', found, 'every ask is refused: its signature seems too old or from the future', advice);
}
