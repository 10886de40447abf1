import type { z } from 'zod';
import { type LabelRow, labelsOfAuthorizations } from '../../../adapters/store/database/label-search.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { strengthOf, verdictOf } from '../../../core/domain/label-verdict.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { label, labelledAs } from '../../../sdk/schema/labels.ts';
import { type Named, readNames } from './names.ts';
import { sayTime, sayTimeOrNull } from './say.ts';

/** A label as the API says it. */
export function sayLabel(row: LabelRow, named: Named): z.input<typeof label> {
  const { scope, authorizationId, transactionId, card, verdict, source, ref, author, detail, isUnjoined } = row;
  return {
    livemode: scope.livemode,
    account: scope.account,
    authorization: authorizationId,
    approved: row.isApproved,
    transaction: transactionId,
    card,
    verdict,
    source,
    strength: strengthOf(row),
    ref,
    known_at: sayTime(row.knownAtMs),
    noted_at: sayTime(row.notedAtMs),
    by: author === null ? null : named(author),
    detail: { ...detail },
    unjoined: isUnjoined,
  };
}

/** What the labels of an authorization come to, by what was known at a moment. */
export async function readLabelled(
  pool: SqlPool,
  scope: Scope,
  authorization: string,
  atMs = Number.POSITIVE_INFINITY,
): Promise<z.input<typeof labelledAs>> {
  const [found, named] = await Promise.all([labelsOfAuthorizations(pool, scope, [authorization]), readNames(pool)]);
  const labels = (found.get(authorization) ?? []).filter(({ knownAtMs }) => knownAtMs <= atMs);
  const said = verdictOf(labels);
  return {
    authorization,
    verdict: said?.verdict ?? null,
    source: said?.source ?? null,
    strength: said?.strength ?? null,
    known_at: sayTimeOrNull(said?.knownAtMs ?? null),
    contested: said?.isContested ?? false,
    labels: labels.map((row) => sayLabel(row, named)),
  };
}
