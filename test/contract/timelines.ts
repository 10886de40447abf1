import { afterAll, beforeAll, describe } from 'vitest';
import { coldContract } from './timelines/cold.ts';
import { foldingContract } from './timelines/folding.ts';
import { lifeContract } from './timelines/life.ts';
import { modelContract } from './timelines/model.ts';
import { outcomesContract } from './timelines/outcomes.ts';
import type { OpenedTimelines } from './timelines/stage.ts';
import { writingContract } from './timelines/writing.ts';

const PARTS = [writingContract, outcomesContract, coldContract, foldingContract, lifeContract, modelContract];

/** What every store of timelines must do. `open` gives an empty one; each test has a timeline of its own in it. */
export function timelinesContract(name: string, open: () => Promise<OpenedTimelines>): void {
  describe(`the contract of timelines on ${name}`, () => {
    let opened: OpenedTimelines;

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.close();
    });

    for (const part of PARTS) part(() => opened);
  });
}
