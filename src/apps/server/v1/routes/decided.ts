import { readAuthorization } from '../../../../adapters/stripe/authorization.ts';
import { caseOfRecord } from '../../../../core/decision/recorded-case.ts';
import { signalGauges } from '../../../../core/decision/signal-gauges.ts';
import { withCase } from '../../../../core/policy/case-text.ts';
import {
  againRequest,
  decisionAgain,
  decisionCase,
  decisionFeatures,
  decisionSignals,
  featuresQuery,
} from '../../../../sdk/schema/decided.ts';
import { sayAgain } from '../decided/again.ts';
import { sayFeatures } from '../decided/features.ts';
import { ownRecord } from '../decided/find.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { knownPolicy, readPolicy, readStored } from '../versions.ts';

const CASE_FILE = 'cases/decided.yaml';

/** What is behind one decision, and what can be made of it. */
export const DECIDED_ROUTES = [
  route({
    id: 'decisions.case',
    method: 'get',
    path: '/decisions/:id/case',
    wants: 'read',
    reach: 'scope',
    summary: 'A case for the policy folder that expects what was decided, made of what was recorded.',
    answer: decisionCase,
    takesPolicy: true,
    async handle(ports, request) {
      const record = await ownRecord(ports, request);
      const { id: decision, policy_version: version } = record;
      // Cases run on a version as it is, whatever the circuit breaker put in shadow since.
      const policy = (await readStored(ports.pool, version))?.policy ?? (await readPolicy(ports, version));
      const made = caseOfRecord(record, policy, readAuthorization);
      if (!made) throw new Problem('refused', 'no policy decided this ask: there is nothing to expect of one');
      const { entry, differences } = made;
      const text = withCase('', entry) ?? '';
      return { decision, version, name: entry.name, file: CASE_FILE, text, case: entry, differences: [...differences] };
    },
  }),
  route({
    id: 'decisions.again',
    method: 'post',
    path: '/decisions/:id/again',
    wants: 'decide',
    reach: 'scope',
    summary: 'What another profile or version would have said of this very ask, as it was recorded.',
    body: againRequest,
    answer: decisionAgain,
    isAct: false,
    takesPolicy: true,
    handle: async (ports, request) => sayAgain(ports, await ownRecord(ports, request), request.body),
  }),
  route({
    id: 'decisions.features',
    method: 'get',
    path: '/decisions/:id/features',
    wants: 'read',
    reach: 'scope',
    summary: 'What earlier events came to for a decision; and, of one feature, which events these were.',
    query: featuresQuery,
    answer: decisionFeatures,
    takesPolicy: true,
    handle: async (ports, request) => sayFeatures(ports, await ownRecord(ports, request), request.query.feature),
  }),
  route({
    id: 'decisions.signals',
    method: 'get',
    path: '/decisions/:id/signals',
    wants: 'read',
    reach: 'scope',
    summary: "A decision's signals beside the thresholds that its profile had then.",
    answer: decisionSignals,
    takesPolicy: true,
    async handle(ports, request) {
      const record = await ownRecord(ports, request);
      const { id: decision, policy_version: version, profile } = record;
      const then = (await knownPolicy(ports, version))?.profiles.get(profile) ?? null;
      const signals = signalGauges(record, then).map(({ levels, thresholds, onMissing, ...gauge }) => ({
        ...gauge,
        levels: [...levels],
        thresholds: thresholds.map(({ isMatched, ...threshold }) => ({ ...threshold, matched: isMatched })),
        on_missing: onMissing,
      }));
      return { decision, version, profile, known: then !== null, signals };
    },
  }),
];
