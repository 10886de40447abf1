import { isTestKey } from '../../../adapters/stripe/key.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { hasProblem, type Subject } from './subject.ts';

const ADVICE = 'see countersign serve --help for every variable, and start serve again after the change';

/** Are the environment's variables of the right form, and do the signing secrets fit each other and the key? */
export function checkConfiguration(subject: Subject): readonly Finding[] {
  const why = 'serve does not start with this';
  const broken = subject.problems.map((problem) => fault('configuration', problem, why, ADVICE));
  if (broken.length === 0) return [ok('configuration', 'every variable can be read'), ...checkSecrets(subject)];
  return [...broken, ...checkSecrets(subject)];
}

function checkSecrets(subject: Subject): readonly Finding[] {
  const { authorizationSecrets, eventSecrets, secretKey } = subject;
  const mode = secretKey !== null && !isTestKey(secretKey) ? 'live' : 'test';
  const counts = `authorizations: ${modes(authorizationSecrets)}; other events: ${modes(eventSecrets)}`;
  const isOfMode = authorizationSecrets.some(({ livemode }) => livemode === (mode === 'live'));
  if (secretKey !== null && authorizationSecrets.length > 0 && !isOfMode) {
    const why = `the key is of ${mode} mode, and every ask of that mode is refused for its signature`;
    const advice = `add the secret of the ${mode} mode endpoint to STRIPE_AUTHORIZATION_WEBHOOK_SECRETS`;
    return [fault('secrets', counts, why, advice)];
  }
  // That there is none for authorizations is said among the variables.
  if (eventSecrets.length > 0) return authorizationSecrets.length > 0 ? [ok('secrets', counts)] : [];
  if (hasProblem(subject, 'STRIPE_EVENT_WEBHOOK_SECRETS')) return [];
  const why = 'other events are refused: nothing tells what became of an authorization, and no dispute is ever seen';
  const advice =
    'make a second endpoint in the Dashboard for all issuing_* events, at /webhooks/stripe/events, and set ' +
    'STRIPE_EVENT_WEBHOOK_SECRETS to its signing secret';
  return [warning('secrets', counts, why, advice)];
}

function modes(secrets: Subject['eventSecrets']): string {
  if (secrets.length === 0) return 'none';
  const live = secrets.filter(({ livemode }) => livemode).length;
  const test = secrets.length - live;
  return [live > 0 ? `${live} of live mode` : '', test > 0 ? `${test} of test mode` : ''].filter(Boolean).join(', ');
}
