import { FUNNEL_GROUPS, readFunnel } from '../../../../adapters/store/database/funnel.ts';
import { funnel, funnelQuery } from '../../../../sdk/schema/outcomes.ts';
import { route } from '../route.ts';
import { sayTime } from '../say.ts';
import { spanOf } from '../span.ts';

/** Who had the last word. */
export const FUNNEL_ROUTES = [
  route({
    id: 'funnel.get',
    method: 'get',
    path: '/funnel',
    wants: 'read',
    reach: 'scope',
    summary: 'All asks of a time, by who had the last word: us, Stripe, the network, a time-out, an error, nobody yet.',
    query: funnelQuery,
    answer: funnel,
    async handle({ pool, clock }, { query: { by, from, to, portfolio, reason }, scope }) {
      const { fromMs, toMs, endMs } = spanOf({ from, to }, clock.nowMs());
      const groups = FUNNEL_GROUPS.filter((group) => by.split(',').includes(group));
      const lines = await readFunnel(pool, scope, { by: groups, fromMs, toMs: endMs, portfolio, reason });
      const data = lines.map(({ decidedBy, amountMinor, ...line }) => {
        return { ...line, decided_by: decidedBy, amount_minor: amountMinor };
      });
      return { by: groups, from: sayTime(fromMs), to: sayTime(toMs), data };
    },
  }),
];
