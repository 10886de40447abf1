import type {
  KnownAllowance,
  KnownHistory,
  OpenQuestion,
  Rejection,
} from '../../adapters/store/database/challenge-book.ts';
import type { OptOut, PhoneChange } from '../../adapters/store/database/challenge-phones.ts';
import type { KeptChallenges } from '../../adapters/store/kept-challenges.ts';
import { covers } from '../../core/challenge/allowance.ts';
import { usedAsOf } from '../../core/challenge/reservations.ts';
import type { AskFacts } from '../../core/challenge/right.ts';
import type { Authorization } from '../../core/domain/authorization.ts';
import type { ChallengeChannel, ChallengePlan } from '../../core/domain/challenge.ts';
import type { ChallengeHistory } from '../../core/domain/facts.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Scope, scopeKey } from '../../core/domain/scope.ts';

/** What a process knows of answers to questions; asked on every decision, never waiting. */
export interface Contents {
  hasRejection(authorization: Authorization): boolean;
  /** The id of an allowance that covers this ask; null: none does. */
  coveredBy(authorization: Authorization): string | null;
  allowance(id: string): KnownAllowance | null;
  /** Null where it is not known. Questions that are counted elsewhere are not counted. */
  historyOf(authorization: Authorization, countedElsewhere: readonly string[]): ChallengeHistory | null;
  /** Whatever speaks against this question; of other questions those are not counted that are elsewhere. */
  askFactsOf(authorization: Authorization, plan: Planned, countedElsewhere: readonly string[]): AskFacts;
  isOff(channel: ChallengeChannel, scope: Scope): boolean;
  counts(): { readonly rejections: number; readonly allowances: number; readonly channelsOff: readonly string[] };
  kept(): KeptChallenges;
}

type Planned = Pick<ChallengePlan, 'id' | 'channel' | 'phone' | 'phoneUnchangedMs'>;

/** The same, for whoever reads it from the database. */
export interface WritableContents extends Contents {
  /** A question whose NO declines until then; null: it does not, or not any more. */
  reject(id: string, rejection: Rejection | null): void;
  allow(id: string, allowance: KnownAllowance | null): void;
  remember(history: KnownHistory): void;
  /** A question that waits for an answer; null: it does not, or not any more. */
  open(id: string, question: OpenQuestion | null): void;
  optOut(optOut: Pick<OptOut, 'phone' | 'isOut'>): void;
  changePhone(change: Omit<PhoneChange, 'revision'>): void;
  switchOff(channels: readonly { readonly channel: ChallengeChannel; readonly scope: Scope }[]): void;
  /** Forgets what is over. */
  prune(nowMs: number): void;
}

const DAY_MS = 86_400_000;
type History = Omit<KnownHistory, 'scope' | 'cardholder'>;
const NEVER: History = { rejectedAtMs: null, verifiedAtMs: null, asked: [], last: null };

/** What was kept, or nothing; of histories nothing is known where it is not `isWhole`. */
export function createContents({ rejections, allowances }: KeptChallenges, isWhole: boolean): WritableContents {
  const rejected = createIndex<Rejection>(({ scope, card, merchant }) => placeOf(scope, card, merchant));
  const allowed = createIndex<KnownAllowance>(({ scope, card, merchant }) => placeOf(scope, card, merchant));
  const opened = createIndex<OpenQuestion>(({ phone }) => phone);
  const histories = new Map<string, History>();
  const optedOut = new Set<string>();
  const phonesSinceMs = new Map<string, number>();
  let off = new Set<string>();
  for (const rejection of rejections) rejected.set(rejection.id, rejection);
  for (const allowance of allowances) allowed.set(allowance.id, allowance);

  function isOff(channel: ChallengeChannel, scope: Scope): boolean {
    return off.has(`${channel} ${scopeKey(scope)}`);
  }

  function history({ scope, cardholder }: Pick<Authorization, 'scope' | 'cardholder'>): History {
    return histories.get(placeOf(scope, cardholder.id, '')) ?? NEVER;
  }

  return {
    hasRejection({ scope, card, merchant, askedAtMs }) {
      return rejected.at(placeOf(scope, card.id, merchant.networkId)).some(({ untilMs }) => untilMs > askedAtMs);
    },
    coveredBy(authorization) {
      const { scope, card, merchant, askedAtMs } = authorization;
      const covering = allowed.at(placeOf(scope, card.id, merchant.networkId)).find((allowance) => {
        // Stripe's clock is not ours, and its times are whole seconds: what is known here has begun.
        const atMs = Math.max(askedAtMs, allowance.fromMs);
        return covers(allowance, usedAsOf(allowance.uses, askedAtMs), authorization, atMs);
      });
      return covering?.id ?? null;
    },
    allowance: allowed.get,
    historyOf(authorization, countedElsewhere) {
      if (!isWhole || authorization.cardholder.id === null) return null;
      const { rejectedAtMs, verifiedAtMs, asked } = history(authorization);
      const askedDaily = countDaily(asked, authorization.askedAtMs, countedElsewhere);
      return { rejectedAtMs, verifiedAtMs, askedDaily };
    },
    askFactsOf(authorization, { id, channel, phone, phoneUnchangedMs }, countedElsewhere) {
      const { scope, cardholder, askedAtMs } = authorization;
      const { asked, last } = history(authorization);
      const isLastNear = last !== null && last.atMs > askedAtMs - phoneUnchangedMs;
      return {
        isChannelOff: isOff(channel, scope),
        isOptedOut: phone !== null && optedOut.has(phone),
        hasOpenChallenge: phone !== null && opened.at(phone).some((question) => question.id !== id),
        askedDaily: countDaily(asked, askedAtMs, [...countedElsewhere, id]),
        lastPhone: isLastNear ? last.phone : null,
        phoneSinceMs: phonesSinceMs.get(placeOf(scope, cardholder.id, '')) ?? cardholder.createdAtMs,
      };
    },
    isOff,
    counts: () => ({ rejections: rejected.size(), allowances: allowed.size(), channelsOff: [...off] }),
    kept: () => ({ rejections: rejected.all(), allowances: allowed.all() }),
    reject: rejected.set,
    allow: allowed.set,
    remember({ scope, cardholder, ...known }) {
      const name = placeOf(scope, cardholder, '');
      const { rejectedAtMs, verifiedAtMs, asked, last } = known;
      const isNothing = rejectedAtMs === null && verifiedAtMs === null && asked.length === 0 && last === null;
      if (isNothing) histories.delete(name);
      else histories.set(name, known);
    },
    open: opened.set,
    optOut({ phone, isOut }) {
      if (isOut) optedOut.add(phone);
      else optedOut.delete(phone);
    },
    changePhone({ scope, cardholder, sinceMs }) {
      const name = placeOf(scope, cardholder, '');
      if (sinceMs === null) phonesSinceMs.delete(name);
      else phonesSinceMs.set(name, sinceMs);
    },
    switchOff(channels) {
      off = new Set(channels.map(({ channel, scope }) => `${channel} ${scopeKey(scope)}`));
    },
    prune(nowMs) {
      for (const { id, untilMs } of rejected.all()) if (untilMs <= nowMs - DAY_MS) rejected.set(id, null);
      for (const { id, untilMs } of allowed.all()) if (untilMs <= nowMs - DAY_MS) allowed.set(id, null);
      const sinceMs = nowMs - limits.challengeHistoryMs;
      for (const [name, { rejectedAtMs, verifiedAtMs, asked, last }] of histories) {
        const latestMs = Math.max(rejectedAtMs ?? 0, verifiedAtMs ?? 0, last?.atMs ?? 0);
        if (latestMs <= sinceMs && (asked.at(-1)?.atMs ?? 0) <= nowMs - 2 * DAY_MS) histories.delete(name);
      }
      for (const [name, changedMs] of phonesSinceMs) if (changedMs <= sinceMs) phonesSinceMs.delete(name);
    },
  };
}

/** The questions of the 24 hours before an ask, but for those that are counted elsewhere. */
function countDaily(asked: History['asked'], askedAtMs: number, countedElsewhere: readonly string[]): number {
  return asked.filter(({ id, atMs }) => atMs > askedAtMs - DAY_MS && !countedElsewhere.includes(id)).length;
}

/** Names a place of a scope; what is not known is no place that anything is at. */
function placeOf(scope: Scope, first: string | null, second: string | null): string {
  return first === null || second === null ? '' : `${scopeKey(scope)}|${first}|${second}`;
}

/** Things by their ids, and by a place at which there are few of them. */
function createIndex<Thing extends { readonly id: string }>(placed: (thing: Thing) => string) {
  const byId = new Map<string, Thing>();
  const byPlace = new Map<string, readonly Thing[]>();
  return {
    get: (id: string): Thing | null => byId.get(id) ?? null,
    at: (place: string): readonly Thing[] => byPlace.get(place) ?? [],
    all: (): readonly Thing[] => [...byId.values()],
    size: () => byId.size,
    set(id: string, thing: Thing | null): void {
      const before = byId.get(id);
      if (before) {
        const rest = (byPlace.get(placed(before)) ?? []).filter((other) => other.id !== id);
        if (rest.length > 0) byPlace.set(placed(before), rest);
        else byPlace.delete(placed(before));
        byId.delete(id);
      }
      if (!thing) return;
      byId.set(id, thing);
      byPlace.set(placed(thing), [...(byPlace.get(placed(thing)) ?? []), thing]);
    },
  };
}
