import type { Scope } from '../../../core/domain/scope.ts';
import type { Window } from '../../../core/history/window.ts';

/** What a statement about a span of one mode and account has as `$1` to `$4`. */
export function spanValues({ livemode, account }: Scope, { fromMs, toMs }: Window): readonly unknown[] {
  return [livemode, account ?? '', new Date(fromMs), new Date(toMs)];
}
