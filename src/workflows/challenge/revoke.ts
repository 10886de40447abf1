import { type AllowanceRow, findAllowanceRow } from '../../adapters/store/database/allowance-list.ts';
import { endAllowance } from '../../adapters/store/database/allowances.ts';
import { appendAudit } from '../../adapters/store/database/audit.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';

/** What came of revoking an allowance. */
export type Revoked =
  | { readonly kind: 'done'; readonly allowance: AllowanceRow }
  | { readonly kind: 'over'; readonly allowance: AllowanceRow };

interface Revocation {
  readonly note: string | null;
  /** The id of a key or user. */
  readonly author: string;
  readonly nowMs: number;
}

/** Ends an allowance because somebody says so; `over` where it had ended before. Null where there is none. */
export function revokeAllowance(
  pool: SqlPool,
  id: string,
  { note, author, nowMs }: Revocation,
): Promise<Revoked | null> {
  return together(pool, async (joined) => {
    const before = await findAllowanceRow(joined, id);
    if (!before) return null;
    if (before.untilMs <= nowMs) return { kind: 'over', allowance: before };
    const isEnded = await endAllowance(joined, id, { because: 'revoked', atMs: nowMs, by: author });
    const allowance = (await findAllowanceRow(joined, id)) ?? before;
    if (!isEnded) return { kind: 'over', allowance };
    const detail = { ...before.scope, challenge: before.challengeId, note };
    await appendAudit(joined, { actor: author, act: 'allowance.revoke', subject: id, detail, atMs: nowMs });
    return { kind: 'done', allowance };
  });
}
