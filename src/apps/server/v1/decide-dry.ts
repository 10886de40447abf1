import type { z } from 'zod';
import { readAuthorization } from '../../../adapters/stripe/authorization.ts';
import { readEvent } from '../../../adapters/stripe/event.ts';
import { decideOffline } from '../../../core/decision/offline.ts';
import type { DecisionRecord } from '../../../core/decision/record.ts';
import { NO_FACTS } from '../../../core/domain/facts.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { listsAt } from '../../../core/policy/listed.ts';
import type { decideRequest } from '../../../sdk/schema/decisions.ts';
import type { ApiPorts } from './ports.ts';
import { invalid } from './request.ts';
import { readPolicy, underProfile } from './versions.ts';

/**
 * Decides as the live path would, over the entries that the lists have now, and records nothing. Throws a Problem for
 * what can't be read, and for a profile or version that there is none of.
 */
export async function decideDry(
  ports: ApiPorts,
  { authorization, event, profile, version }: z.output<typeof decideRequest>,
  scope: Scope,
): Promise<DecisionRecord> {
  const policy = underProfile(await readPolicy(ports, version), profile);
  const asked = event ? fromEvent(event) : { object: authorization, createdAtMs: null, eventId: null };
  const reading = readAuthorization(asked.object, scope, asked.createdAtMs);
  if (!reading.isReadable) {
    throw invalid([{ path: event ? 'body.event.data.object' : 'body.authorization', message: reading.problem }]);
  }
  // As of now: an authorization of last month is looked at to know what would be said today.
  const lists = listsAt(policy, ports.live.entries(scope), ports.clock.nowMs());
  const inputs = { facts: { ...NO_FACTS, lists }, eventId: asked.eventId };
  return decideOffline(reading.authorization, inputs, policy, ports.conceal);
}

function fromEvent(json: unknown) {
  const reading = readEvent(json);
  if (!reading.isEvent) throw invalid([{ path: 'body.event', message: 'is no event with an object in it' }]);
  const { type, object, createdAtMs, id } = reading.event;
  if (type.startsWith('issuing_authorization.')) return { object, createdAtMs, eventId: id };
  throw invalid([{ path: 'body.event.type', message: `an event of type ${type} carries no authorization` }]);
}
