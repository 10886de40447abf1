import { contentHash } from '../../../../adapters/store/hasher.ts';
import { knownPolicies } from '../../../../adapters/store/policies/recent.ts';
import { readBundle } from '../../../../core/policy/bundle.ts';
import { createRecordedCatalogue } from '../../../../core/rules/attributes.ts';
import { historyDiff, historyRequest } from '../../../../sdk/schema/history.ts';
import { diffHistory } from '../../../../workflows/publish/history.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayTime } from '../say.ts';
import { filesFrom } from '../versions.ts';

const DAY_MS = 86_400_000;

/** What a policy would have changed. */
export const HISTORY_ROUTES = [
  route({
    id: 'policy.diffHistory',
    method: 'post',
    path: '/policy/history',
    wants: 'policy',
    reach: 'scope',
    summary: 'What a policy folder would have changed in the decisions of some days, as they were recorded.',
    body: historyRequest,
    answer: historyDiff,
    isAct: false,
    takesPolicy: true,
    async handle({ pool, live, clock }, { body: { files, days }, scope }) {
      const { policy } = readBundle(filesFrom(files), '', contentHash, { catalogueOf: createRecordedCatalogue });
      if (!policy) throw new Problem('refused', 'the policy has errors: check it first');
      const fromMs = clock.nowMs() - days * DAY_MS;
      const found = await diffHistory(pool, policy, live.entries(scope), {
        scope,
        fromMs,
        policyOf: knownPolicies(pool),
      });
      const { decisions, changed, unknown, unrecorded, outcomes, isCut: cut } = found;
      const examples = found.examples.map(({ id, authorization, askedAtMs, outcome, newOutcome, newReasons }) => {
        const asked_at = sayTime(askedAtMs);
        const changedTo = { new_outcome: newOutcome, new_reasons: [...newReasons] };
        return { decision: id, authorization, asked_at, outcome, ...changedTo };
      });
      return { decisions, changed, unknown, unrecorded: [...unrecorded], outcomes: [...outcomes], examples, cut };
    },
  }),
];
