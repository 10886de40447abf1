import type { Attack, AttackBegun } from '../books.ts';
import type { Holder } from '../holders.ts';
import { createRandom, type Random } from '../random.ts';
import type { Scene } from '../scene.ts';

/** One attack of a world. */
export interface Raid {
  readonly scene: Scene;
  readonly attack: Attack;
  /** The how-manieth of the world: with the seed it decides what the attackers intend. */
  readonly index: number;
  readonly atMs: number;
  /** Chance for a part of the attack, e.g. `chanceOf('card', 3)`. */
  chanceOf(...keys: readonly (string | number)[]): Random;
}

/** How an attack goes: it tells the books that it began, and plans the rest. */
export interface Playbook {
  /** Purchases that are fraud (for friendly fraud: disputed as such), on average, where most are approved. */
  readonly purchases: number;
  begin(raid: Raid): void;
}

/** The attack of that number. */
export function createRaid(scene: Scene, attack: Attack, index: number, atMs: number): Raid {
  return { scene, attack, index, atMs, chanceOf: (...keys) => createRandom(scene.seed, 'attack', index, ...keys) };
}

/** The victims of an attack; where a world has too few people the same are hit again. */
export function victimsOf({ scene }: Raid, random: Random, many: number): readonly Holder[] {
  const different = scene.holders.pick(random, many);
  return Array.from({ length: many }, (_, index) => different[index % different.length] ?? scene.holders.get(0));
}

/** Tells those who watch; `what` is one clause for people. */
export function announce({ scene, attack, atMs }: Raid, what: AttackBegun['what']): void {
  scene.books.attackBegan({ attack, atMs, what });
}
