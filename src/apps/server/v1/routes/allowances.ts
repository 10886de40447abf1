import { findAllowanceRow, listAllowances } from '../../../../adapters/store/database/allowance-list.ts';
import { allowance, allowanceFilter, revokeRequest } from '../../../../sdk/schema/allowances.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { revokeAllowance } from '../../../../workflows/challenge/revoke.ts';
import { sayAllowance } from '../challenges/say-challenge.ts';
import { pageFrom, readPlace } from '../cursor.ts';
import { readNames } from '../names.ts';
import { Problem } from '../problem.ts';
import { soundNote } from '../request.ts';
import { route } from '../route.ts';
import { sayTime } from '../say.ts';

/** What answered questions allow. */
export const ALLOWANCE_ROUTES = [
  route({
    id: 'allowances.list',
    method: 'get',
    path: '/allowances',
    wants: 'read',
    reach: 'scope',
    summary: 'What cardholders allowed by a YES, the latest first.',
    query: pageQuery.extend(allowanceFilter.shape),
    answer: pageOf(allowance),
    async handle({ pool, clock }, { query: { limit, cursor, state, ...same }, scope }) {
      const filter = { scope, ...same, ...(state && { isLive: state === 'live' }) };
      const nowMs = clock.nowMs();
      const place = readPlace(cursor);
      const after = place && { fromMs: place.atMs, id: place.id };
      const [rows, named] = await Promise.all([
        listAllowances(pool, filter, { limit: limit + 1, after, nowMs }),
        readNames(pool),
      ]);
      return pageFrom(
        rows,
        limit,
        ({ fromMs, id }) => `${fromMs} ${id}`,
        (row) => sayAllowance(row, named, nowMs),
      );
    },
  }),
  route({
    id: 'allowances.revoke',
    method: 'post',
    path: '/allowances/:id/revoke',
    wants: 'review',
    reach: 'scope',
    summary: 'End an allowance now: what it would have approved goes by rules and thresholds again.',
    body: revokeRequest,
    answer: allowance,
    async handle({ pool, clock }, { body, param, sees, caller }) {
      const [id, note, nowMs] = [param('id'), soundNote(body.note), clock.nowMs()];
      const known = await findAllowanceRow(pool, id);
      const isOwn = known !== null && sees(known.scope);
      const revoked = isOwn ? await revokeAllowance(pool, id, { note, author: caller.id, nowMs }) : null;
      if (!revoked) throw new Problem('not_found', `there is no allowance ${id}`);
      if (revoked.kind === 'done') return sayAllowance(revoked.allowance, await readNames(pool), nowMs);
      const { endedBecause, endedAtMs, untilMs } = revoked.allowance;
      const why = endedBecause === null ? 'it ran out' : `it ended (${endedBecause})`;
      throw new Problem('conflict', `${why} at ${sayTime(endedAtMs ?? untilMs)}`);
    },
  }),
];
