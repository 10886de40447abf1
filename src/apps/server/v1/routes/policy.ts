import { checkReport, checkRequest } from '../../../../sdk/schema/check.ts';
import { mayDo } from '../../../../sdk/schema/key-scopes.ts';
import {
  activateRequest,
  applyRequest,
  livePolicy,
  published,
  rollbackRequest,
} from '../../../../sdk/schema/policy.ts';
import { readNames } from '../names.ts';
import { sayPublished } from '../outcome.ts';
import type { ApiPorts } from '../ports.ts';
import { route } from '../route.ts';
import { sayActivation, sayCase, sayDiagnostic, sayVersion } from '../say.ts';
import { takeNow } from '../take-now.ts';
import { filesFrom, liveBundle } from '../versions.ts';

/** The policy in force, and how another one comes into force. */
export const POLICY_ROUTES = [
  route({
    id: 'policy.current',
    method: 'get',
    path: '/policy',
    wants: 'read',
    reach: 'shared',
    summary: 'The policy in force.',
    answer: livePolicy,
    async handle(ports) {
      const { version, from, activation, differingFolder, shadow, broken } = ports.live.status();
      const [named, bundle, before, waiting] = await Promise.all([
        readNames(ports.pool),
        liveBundle(ports),
        ports.publisher.before(),
        ports.publisher.waiting(),
      ]);
      const portfolios = ports.live.current().portfolios.map(({ name, profile }) => ({ name, profile: profile.name }));
      return {
        version,
        from,
        activation: activation && sayActivation(activation, named),
        differing_folder: differingFolder,
        shadow,
        broken_rules: [...broken],
        portfolios,
        rollback_to: before,
        warnings: (bundle?.diagnostics ?? []).map(sayDiagnostic),
        four_eyes: ports.publisher.isFourEyes,
        waiting: waiting.map((each) => sayVersion(each, named)),
      };
    },
  }),
  route({
    id: 'policy.check',
    method: 'post',
    path: '/policy/check',
    wants: 'policy',
    reach: 'shared',
    summary: 'Check a policy folder and run its cases; nothing is stored.',
    body: checkRequest,
    answer: checkReport,
    isAct: false,
    async handle({ publisher }, { body }) {
      const { policy, diagnostics, cases } = await publisher.check(filesFrom(body.files), body.cases);
      return {
        sound: policy !== null && cases.every(({ isPassed }) => isPassed),
        version: policy?.version ?? null,
        diagnostics: diagnostics.map(sayDiagnostic),
        cases: cases.map(sayCase),
      };
    },
  }),
  route({
    id: 'policy.apply',
    method: 'post',
    path: '/policy/apply',
    wants: 'policy',
    reach: 'all',
    summary: 'Check, store and activate a policy folder.',
    body: applyRequest,
    answer: published,
    takesPolicy: true,
    async handle(ports, { body, caller }) {
      const { files, note = null, expected_active: expectedActive, break_glass: breakGlass } = body;
      const expiresMs = breakGlass?.expires_at === undefined ? null : Date.parse(breakGlass.expires_at);
      const outcome = await ports.publisher.apply({
        files: filesFrom(files),
        author: caller.id,
        mayApprove: mayDo(caller.scopes, 'approve'),
        note,
        expectedActive,
        breakGlass: breakGlass ? { isAdmin: caller.scopes.includes('admin'), expiresMs } : null,
      });
      return afterwards(ports, outcome);
    },
  }),
  route({
    id: 'policy.activate',
    method: 'post',
    path: '/policy/versions/:version/activate',
    wants: 'policy',
    reach: 'all',
    summary: "Make a stored version live; with four eyes somebody else's, and it wants the scope `approve`, too.",
    body: activateRequest,
    answer: published,
    takesPolicy: true,
    async handle(ports, { body, caller, param }) {
      const { note = null, expected_active: expectedActive } = body;
      const mayApprove = mayDo(caller.scopes, 'approve');
      const request = { version: param('version'), author: caller.id, mayApprove, note, expectedActive };
      return afterwards(ports, await ports.publisher.activate(request));
    },
  }),
  route({
    id: 'policy.rollback',
    method: 'post',
    path: '/policy/rollback',
    wants: 'policy',
    reach: 'all',
    summary: 'Make the version before live again, or one that was live earlier.',
    body: rollbackRequest,
    answer: published,
    takesPolicy: true,
    async handle(ports, { body, caller }) {
      const { to, note = null } = body;
      return afterwards(ports, await ports.publisher.rollback({ to, author: caller.id, note }));
    },
  }),
];

/** This process takes what was published at once: who asks it next finds it so. */
async function afterwards(
  { live, pool }: ApiPorts,
  outcome: Parameters<typeof sayPublished>[0],
): Promise<ReturnType<typeof sayPublished>> {
  if (outcome.kind === 'live') await takeNow(live);
  return sayPublished(outcome, await readNames(pool));
}
