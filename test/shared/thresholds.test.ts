import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { serve } from '../support/serve.ts';
import { labelledEvents, whyNoYear } from './labelled-year.ts';

const ROWS = 20_000;
const PROFILES = [
  ['maximize-approval', 75],
  ['balanced', 50],
  ['minimize-fraud', 25],
] as const;

describe.skipIf(whyNoYear !== null)(
  whyNoYear ? `the labelled year: skipped, ${whyNoYear}` : 'the labelled year',
  () => {
    test.each(['ga', 'clover', 'preview'])(
      'in the shape %s is declined exactly where the scores say so, under each shipped profile',
      (shape) => {
        const { events, scores } = labelledEvents(ROWS, shape);
        for (const [profile, threshold] of PROFILES) {
          const words = ['src/main.ts', 'decide', events, '--json', '--profile', profile];
          const out = execFileSync(process.execPath, words, { maxBuffer: 1 << 28, encoding: 'utf8' });
          const decided = out
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line));
          expect(decided).toHaveLength(ROWS);
          const wrong = decided.filter(({ authorization, outcome }) => {
            const score = scores.get(authorization);
            return outcome !== (typeof score === 'number' && score > threshold ? 'decline' : 'approve');
          });
          expect(wrong).toEqual([]);
        }
      },
      120_000,
    );

    test('posted signed to the service gets the same answers', async () => {
      const { events, scores } = labelledEvents(ROWS, 'ga');
      const serving = await serve(temporaryFolder());
      const rows = readFileSync(events, 'utf8').trimEnd().split('\n').slice(0, 2000);
      const wrong: string[] = [];
      for (const row of rows) {
        const event = JSON.parse(row);
        const answer = await serving.ask(event);
        const score = scores.get(event.data.object.id) ?? 0;
        if (JSON.parse(answer?.text ?? '{}').approved !== !(score > 50)) wrong.push(event.id);
      }
      expect(wrong).toEqual([]);
      expect(await serving.stop()).toBe(0);
    }, 180_000);
  },
);
