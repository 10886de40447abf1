import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { Window } from '../../../core/history/window.ts';

/** What a statement about a span of one mode and account has as `$1` to `$4`. */
export function spanValues({ livemode, account }: Scope, { fromMs, toMs }: Window): readonly unknown[] {
  return [livemode, account ?? '', new Date(fromMs), new Date(toMs)];
}

const AROUND = `interval '${limits.askedJoinMs} milliseconds'`;

/** That a time is about in a span, of which the ends are given as SQL: what it is joined with tells the ask itself. */
export function isAround(time: string, from: string, to: string): string {
  return `${time} >= ${from}::timestamptz - ${AROUND} and ${time} < ${to}::timestamptz + ${AROUND}`;
}
