import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import type { StoredVersion } from '../../adapters/store/database/policy-versions.ts';
import { limits } from '../../core/domain/limits.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import { type ActivateRequest, createActivate } from './activate.ts';
import { type ApplyRequest, createApply } from './apply.ts';
import { type Checked, createCheck } from './check.ts';
import { type Comparison, createCompare, type Side } from './compare.ts';
import type { PublishOutcome, ShadowOutcome } from './outcome.ts';
import type { PublishPorts } from './ports.ts';
import { createRollback, type RollbackRequest } from './rollback.ts';
import { createShadow, type ShadowRequest } from './shadow.ts';
import { stepBack } from './steps.ts';
import { createSweep, type Swept } from './sweep.ts';
import { createVersions } from './versions.ts';

/** A version that waits for a second pair of eyes. */
export type Waiting = Omit<StoredVersion, 'files'>;

/** How a policy comes into force, and out of it. Every act is in the audit. All reject as the database does. */
export interface Publisher {
  /**
   * Every fault of the files, also those that only what is live and listed now can tell, and what the cases say, unless
   * they are left out.
   */
  check(files: readonly PolicyFile[], wantsCases?: boolean): Promise<Checked>;
  apply(request: ApplyRequest): Promise<PublishOutcome>;
  activate(request: ActivateRequest): Promise<PublishOutcome>;
  rollback(request: RollbackRequest): Promise<PublishOutcome>;
  shadow(request: ShadowRequest): Promise<ShadowOutcome>;
  /** The files of a version, of the live one if none is named; null where it is not stored. */
  pull(version?: string): Promise<{ readonly version: string; readonly files: readonly PolicyFile[] } | null>;
  diff(before: Side, after: Side): Promise<Comparison>;
  /** The latest activations, newest first. */
  history(limit: number): Promise<readonly Activation[]>;
  /** The version that a rollback would make live; null where nothing was live before. */
  before(): Promise<string | null>;
  /** FOUR_EYES: the author of a version can't make it live. */
  readonly isFourEyes: boolean;
  /** Versions that wait for somebody other than their author, newest first; none where four eyes are not wanted. */
  waiting(): Promise<readonly Waiting[]>;
  /** Ends what has expired, and asks for its review. */
  sweep(nowMs: number): Promise<Swept>;
}

/** Publishing over these ports. */
export function createPublisher(ports: PublishPorts): Publisher {
  const versions = createVersions(ports);
  const check = createCheck(ports, versions);
  return {
    check,
    apply: createApply(ports, versions, check),
    activate: createActivate(ports, versions, check),
    rollback: createRollback(ports, versions),
    shadow: createShadow(ports, versions),
    async pull(version) {
      const found = version === undefined ? await versions.readActive() : await versions.read(version);
      return found && { version: found.version, files: found.files };
    },
    diff: createCompare(ports.hash, versions),
    history: ports.store.listActivations,
    async before() {
      const history = await ports.store.listActivations(limits.publishHistory);
      return stepBack(history, ports.clock.nowMs())?.version ?? null;
    },
    isFourEyes: ports.isFourEyes,
    async waiting() {
      if (!ports.isFourEyes) return [];
      const { version } = await versions.active();
      return ports.store.listWaiting({ live: version ?? '', limit: limits.shownWaiting });
    },
    sweep: createSweep(ports, versions),
  };
}
