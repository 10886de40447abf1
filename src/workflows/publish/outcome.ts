import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import type { Diagnostic } from '../../core/language/diagnostic.ts';
import type { CaseOutcome } from './rehearsal.ts';

/** Why something was not done that is no fault of the policy. */
export type RefusalReason =
  /** Four eyes: the author of a version can't make it live. */
  | 'own_version'
  /** Four eyes: the other person wants the scope approve. */
  | 'not_approver'
  /** Break-glass wants the scope admin. */
  | 'not_admin'
  /** A break-glass activation must end, in the future and not too far from now. */
  | 'expiry'
  /** There is no version before the live one. */
  | 'nothing_before'
  /** A rollback goes to what was live; anything else is activated. */
  | 'never_live'
  /** Its break-glass activation has ended, and nothing else ever made it live. */
  | 'ended'
  /** What is live can't be its own shadow. */
  | 'is_live';

/** What came of an attempt to make a version live; `message` is one sentence for people. */
export type PublishOutcome = { readonly message: string } & (
  | { readonly kind: 'live'; readonly activation: Activation; readonly warnings: readonly Diagnostic[] }
  /** Stored; somebody other than its author makes it live. */
  | {
      readonly kind: 'waiting';
      readonly version: string;
      readonly author: string;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly kind: 'unchanged'; readonly version: string }
  | NotPublished
);

/** Why nothing was done; nothing was stored either. */
export type NotPublished =
  | { readonly kind: 'faulty'; readonly diagnostics: readonly Diagnostic[] }
  /** `cases` are those that failed. */
  | { readonly kind: 'failing'; readonly diagnostics: readonly Diagnostic[]; readonly cases: readonly CaseOutcome[] }
  /** Another version is live than the one that was expected; null: none was ever activated. */
  | { readonly kind: 'conflict'; readonly active: Activation | null }
  | { readonly kind: 'unknown'; readonly version: string }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** Its features are being filled from history: it can go live when they are. */
  | { readonly kind: 'filling'; readonly version: string; readonly filling: Filling };

/** How far the features of a version are filled; `share` from 0 to 1. */
export interface Filling {
  readonly isFilled: boolean;
  readonly events: number;
  readonly share: number;
}

/** What came of an attempt to set or end the shadow. */
export type ShadowOutcome = { readonly message: string } & (
  | { readonly kind: 'shadowed'; readonly version: string; readonly warnings: readonly Diagnostic[] }
  | { readonly kind: 'ended'; readonly version: string | null }
  | Extract<NotPublished, { readonly kind: 'faulty' | 'unknown' | 'refused' }>
);
