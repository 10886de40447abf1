import type { z } from 'zod';
import { keptRows } from '../../../../adapters/store/database/backtest-rows.ts';
import { findRun, listRuns, type StoredRun } from '../../../../adapters/store/database/backtests.ts';
import { limits } from '../../../../core/domain/limits.ts';
import {
  backtest,
  backtestFilter,
  backtestRequest,
  type backtestRow,
  backtestRowFilter,
  backtestRows,
  wholeBacktest,
} from '../../../../sdk/schema/backtests.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { askForRun, cancel, remove } from '../../../../workflows/history/runs/acts.ts';
import { sayRun, sayWhole } from '../backtests/say-run.ts';
import { checkPortfolio, checkProfile, takePolicy } from '../backtests/take-policy.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { type ApiRequest, route } from '../route.ts';

/** Policies and thresholds, tried on what the service recorded. */
export const BACKTEST_ROUTES = [
  route({
    id: 'backtests.run',
    method: 'post',
    path: '/backtests',
    wants: 'policy',
    reach: 'scope',
    summary: 'Try a policy, or thresholds, on what was recorded. It is done by and by: look at it by its id.',
    body: backtestRequest,
    answer: backtest,
    status: 202,
    async handle(ports, { body, scope, caller }) {
      const policy = await takePolicy(ports, body.policy);
      const against = body.against ? await takePolicy(ports, body.against) : null;
      const { kind, profile = null, portfolio = null, labels = null, velocity, aims = null } = body;
      checkProfile(profile, [policy]);
      await checkPortfolio(portfolio, policy);
      const asked = {
        ...{ policy: policy.policy, against: against?.policy ?? null, profile, portfolio, labels, velocity, aims },
        fromMs: body.from ? Date.parse(body.from) : null,
        toMs: body.to ? Date.parse(body.to) : null,
        isRecounted: body.recount,
        maturityDays: body.maturity_days,
      };
      const files = { policy: policy.files, against: against?.files ?? null };
      const run = await askForRun(ports.pool, { scope, kind, asked, files }, by(ports, caller.id));
      if (run) return sayRun(run, await readNames(ports.pool));
      const detail = `${limits.maxWaitingBacktests} runs wait already: cancel some, or come again later`;
      throw new Problem('unavailable', detail, {}, { 'Retry-After': String(limits.apiRetrySeconds) });
    },
  }),
  route({
    id: 'backtests.list',
    method: 'get',
    path: '/backtests',
    wants: 'read',
    reach: 'scope',
    summary: 'Runs, the latest first, without what came of them.',
    query: pageQuery.extend(backtestFilter.shape),
    answer: pageOf(backtest),
    async handle({ pool }, { query: { limit, cursor, kind, state }, scope }) {
      const page = { scope, kind, state, limit: limit + 1, after: readCursor(cursor, 'number') };
      const [runs, named] = await Promise.all([listRuns(pool, page), readNames(pool)]);
      return pageFrom(
        runs,
        limit,
        ({ seq }) => seq,
        (run) => sayRun(run, named),
      );
    },
  }),
  route({
    id: 'backtests.get',
    method: 'get',
    path: '/backtests/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'A run: how far it is, and what came of it.',
    answer: wholeBacktest,
    async handle(ports, request) {
      const run = await findOwn(ports, request);
      return sayWhole(ports.pool, run, await readNames(ports.pool));
    },
  }),
  route({
    id: 'backtests.authorizations',
    method: 'get',
    path: '/backtests/:id/authorizations',
    wants: 'read',
    reach: 'scope',
    summary: 'Authorizations of a run to look into: some of each cell, and of each rule in it.',
    query: pageQuery.extend(backtestRowFilter.shape),
    answer: backtestRows,
    async handle(ports, request) {
      const { id } = await findOwn(ports, request);
      const { limit, cursor, cell, rule, changed: isChanged } = request.query;
      const page = { cell, rule, isChanged, limit: limit + 1, after: readCursor(cursor, 'number') };
      return pageFrom(
        await keptRows(ports.pool, id, page),
        limit,
        ({ seq }) => seq,
        // INVARIANT: `fields` are as `createKeptRows` made them.
        ({ cell, matched, fields }) => ({ ...fields, cell, matched: [...matched] }) as z.input<typeof backtestRow>,
      );
    },
  }),
  route({
    id: 'backtests.cancel',
    method: 'post',
    path: '/backtests/:id/cancel',
    wants: 'policy',
    reach: 'scope',
    summary: 'End a run that is not over.',
    answer: backtest,
    async handle(ports, request) {
      const { id, state } = await findOwn(ports, request);
      const run = await cancel(ports.pool, id, by(ports, request.caller.id));
      if (!run) throw new Problem('conflict', `the run is over: it is ${state}`);
      return sayRun(run, await readNames(ports.pool));
    },
  }),
  route({
    id: 'backtests.remove',
    method: 'delete',
    path: '/backtests/:id',
    wants: 'policy',
    reach: 'scope',
    summary: 'Throw a run away, with what came of it; one that is under way is stopped.',
    answer: backtest,
    async handle(ports, request) {
      const run = await findOwn(ports, request);
      await remove(ports.pool, run, by(ports, request.caller.id));
      return sayRun(run, await readNames(ports.pool));
    },
  }),
];

function by({ clock }: ApiPorts, author: string) {
  return { author, nowMs: clock.nowMs() };
}

async function findOwn({ pool }: ApiPorts, request: ApiRequest<unknown, unknown>): Promise<StoredRun> {
  const id = request.param('id');
  const run = await findRun(pool, id);
  if (!run || !request.sees(run.scope)) throw new Problem('not_found', `no run is called ${id} here`);
  return run;
}
