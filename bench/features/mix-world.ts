import { createRandom } from '../../src/core/domain/random.ts';
import { dataEvent } from '../../src/core/features/data-event.ts';
import type { FeatureEvent } from '../../src/core/features/feature-event.ts';
import { type BenchAsk, createAskMaker, START_MS, userId, WEEK_MS } from './asks.ts';
import type { BenchProgram } from './programs.ts';

/** Who is in a world, and how much they buy. */
export interface MixSize {
  readonly cards: number;
  readonly merchants: number;
  /** How many asks a card has in a week. */
  readonly asksPerCard: number;
  /** 1: merchants are alike; 2: of 100, ten get a third of the asks, and the first of them a tenth. */
  readonly skew: number;
}

/** A stream of asks by many cards at many merchants, in the order of time; the same for the same seed. */
export interface MixWorld {
  /** A week of asks whose outcomes are known. */
  week(): Iterable<BenchAsk>;
  /** The asks that come next. */
  next(count: number): BenchAsk[];
  /** What a back end tracked up to here and was not given yet: a registration a card, and a login with each ask. */
  tracked(): Iterable<FeatureEvent>;
}

/** A world at the beginning of its first week. */
export function createMixWorld(program: Pick<BenchProgram, 'rates'>, size: MixSize, seed: number): MixWorld {
  const { cards, merchants, asksPerCard, skew } = size;
  const random = createRandom(seed);
  const makeAsk = createAskMaker(program, seed + 1);
  const perWeek = cards * asksPerCard;
  let made = 0;
  let tracked = 0;
  let atMs = START_MS;

  function nextAsk(isSettled: boolean): BenchAsk {
    made += 1;
    atMs += (2 * random() * WEEK_MS) / perWeek;
    const card = Math.floor(cards * random());
    const merchant = Math.floor(merchants * random() ** skew);
    return makeAsk({ card, merchant, atMs }, isSettled);
  }

  // Made when they are asked for, and not with the asks: what waits here would be taken for a store's memory.
  function* logins(): Generator<FeatureEvent> {
    for (; tracked < made; tracked += 1) {
      yield login(Math.floor(cards * random()), tracked, START_MS + (tracked * WEEK_MS) / perWeek, random() < 0.9);
    }
  }

  return {
    *week() {
      for (let index = 0; index < perWeek; index += 1) yield nextAsk(true);
    },
    next: (count) => Array.from({ length: count }, () => nextAsk(false)),
    *tracked() {
      if (tracked === 0) for (let card = 0; card < cards; card += 1) yield registration(card);
      yield* logins();
    },
  };
}

function registration(card: number): FeatureEvent {
  const data = {
    user_id: userId(card),
    email: `${userId(card)}@example.com`,
    ip: ipOf(card),
    device: `device_${card}`,
  };
  return { type: 'registration', id: `registration_${card}`, ...common(START_MS), ...dataEvent(data) };
}

function login(card: number, index: number, atMs: number, successful: boolean): FeatureEvent {
  const data = { user_id: userId(card), ip: ipOf(card), successful };
  return { type: 'login', id: `login_${index}`, ...common(atMs), ...dataEvent(data) };
}

function common(atMs: number) {
  return { scope: { livemode: true, account: null }, atMs: Math.floor(atMs), arrival: Math.floor(atMs) };
}

function ipOf(card: number): string {
  return `198.18.${(card >> 8) & 255}.${card & 255}`;
}
