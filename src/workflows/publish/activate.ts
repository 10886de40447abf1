import { isLiveForGood, unchanged } from './apply.ts';
import type { Check } from './check.ts';
import { goLive } from './go-live.ts';
import type { PublishOutcome } from './outcome.ts';
import type { PublishPorts } from './ports.ts';
import { conflict, faultOf, refused, surprise, unfilled, unknown } from './verdict.ts';
import type { Versions } from './versions.ts';

/** A stored version to make live. */
export interface ActivateRequest {
  readonly version: string;
  /** The id of the credential. */
  readonly author: string;
  /** Whether they may make live what somebody else wrote, where four eyes are wanted. */
  readonly mayApprove?: boolean;
  readonly note: string | null;
  /** The version that is to be replaced: another one live meanwhile is a conflict. Not given: any will do. */
  readonly expectedActive?: string | null | undefined;
}

/** Makes a stored version live, checked again: lists, cases and this software may have changed since. */
export function createActivate(ports: PublishPorts, versions: Versions, check: Check) {
  const { store, clock, isFourEyes } = ports;
  return async function activate(request: ActivateRequest): Promise<PublishOutcome> {
    const { version, author, note } = request;
    const stored = await versions.read(version);
    if (!stored) return unknown(version);
    const after = await versions.active();
    const checked = await check(stored.files, true, 'act');
    const fault = surprise(after, request.expectedActive) ?? faultOf(checked);
    if (fault) return fault;
    if (isLiveForGood(after, version)) return unchanged(version);
    if (isFourEyes && stored.author === author) {
      return refused('own_version', `not applied: somebody other than its author makes ${version} live`);
    }
    if (isFourEyes && !request.mayApprove) {
      return refused('not_approver', `not applied: with four eyes, making ${version} live wants the scope approve`);
    }
    const filling = stored.policy && (await unfilled(stored.policy, ports));
    if (filling) return filling;
    const going = { version, author, note, kind: 'apply', expiresAtMs: null, after } as const;
    const gone = await store.act((acting) => goLive(acting, going, clock.nowMs()));
    if ('conflict' in gone) return conflict(gone.conflict);
    return { kind: 'live', activation: gone, warnings: checked.diagnostics, message: `${version} is live` };
  };
}
