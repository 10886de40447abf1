import { readAuthorization } from '../../../adapters/stripe/authorization.ts';
import { decideOffline } from '../../../core/decision/offline.ts';
import type { DecisionRecord } from '../../../core/decision/record.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { caseAuthorization, isMap } from '../../../core/policy/case-authorization.ts';
import type { Policy } from '../../../core/policy/policy.ts';

type Json = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** What a case says of its ask; undefined is what every case has. */
export interface Draft {
  readonly authorization: Json;
  readonly atMs: number | undefined;
  readonly scope: Scope;
}

/** The decision on a draft, as its case will be decided; null where there is nothing to decide on. */
export function decideDraft({ authorization, atMs, scope }: Draft, policy: Policy): DecisionRecord | null {
  const object = caseAuthorization({ authorization, atMs });
  const reading = readAuthorization(object, scope, atMs ?? null);
  return reading.isReadable ? decideOffline(reading.authorization, {}, policy, (text) => text) : null;
}

/**
 * The draft without all that changes nothing of its decision, neither in the answer, nor in what any rule made of it,
 * nor in a value that a rule read.
 */
export function smallestDraft(draft: Draft, policy: Policy): Draft {
  const wanted = essence(decideDraft(draft, policy));
  const isSame = (other: Draft) => essence(decideDraft(other, policy)) === wanted;
  let smallest = draft;
  const attempt = (other: Draft) => {
    if (isSame(other)) smallest = other;
  };
  for (const path of leavesOf(draft.authorization, [])) {
    attempt({ ...smallest, authorization: without(smallest.authorization, path) });
  }
  attempt({ ...smallest, atMs: undefined });
  attempt({ ...smallest, scope: { ...smallest.scope, livemode: false } });
  attempt({ ...smallest, scope: { ...smallest.scope, account: null } });
  return smallest;
}

/** What makes two decisions the same to a case. */
export function essence(record: DecisionRecord | null): string {
  if (!record) return '';
  const { outcome, review, reasons, overridden, portfolio, considered, attributes, errors, facts } = record;
  return JSON.stringify([outcome, review, reasons, overridden, portfolio, considered, attributes, errors, facts]);
}

function leavesOf(value: unknown, at: Path): Path[] {
  if (!isMap(value) || Object.keys(value).length === 0) return [at];
  return Object.entries(value).flatMap(([key, inside]) => leavesOf(inside, [...at, key]));
}

/** Without what stands at a path, and without the maps that are empty then. */
function without(fields: Json, [key = '', ...rest]: Path): Json {
  const { [key]: inside, ...others } = fields;
  if (rest.length === 0 || !isMap(inside)) return others;
  const left = without(inside, rest);
  return Object.keys(left).length === 0 ? others : { ...fields, [key]: left };
}
