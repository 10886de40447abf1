import { buy } from './buy.ts';
import type { Errand } from './errand.ts';
import type { Scene } from './scene.ts';
import { settle } from './settlement.ts';

/** Buys what was declined once more, with what was mistyped put right. */
export async function buyAgain(scene: Scene, errand: Errand, atMs: number): Promise<void> {
  const cvcCheck = errand.means.cvcCheck === 'mismatch' ? 'match' : errand.means.cvcCheck;
  const means = { ...errand.means, cvcCheck };
  settle(scene, await buy(scene, { ...errand, atMs, hurry: (errand.hurry ?? 0) + 1, means }));
}
