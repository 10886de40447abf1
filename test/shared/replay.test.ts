import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/core/domain/random.ts';
import { labelledEvents, whyNoYear } from './labelled-year.ts';

const ROWS = 20_000;
// The threshold of the shipped policy's portfolio.
const THRESHOLD = 50;

function replay(events: string, out: string) {
  const words = ['src/main.ts', 'replay', events, '--policies', 'policies', '--out', out, '--json'];
  const summary = execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return { summary: JSON.parse(summary), lines: readFileSync(out, 'utf8') };
}

describe.skipIf(whyNoYear !== null)(
  whyNoYear ? `the labelled year: skipped, ${whyNoYear}` : 'the labelled year',
  () => {
    test('replayed is declined exactly where the scores say so, in whatever order it stands', () => {
      const { events, scores, folder } = labelledEvents(ROWS, 'ga');
      const { summary, lines } = replay(events, join(folder, 'decided.ndjson'));
      expect(summary).toMatchObject({ events: ROWS, authorizations: ROWS, duplicates: 0, late: 0, unreadable: 0 });
      const decided = lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const wrong = decided.filter(({ authorization, outcome }) => {
        const score = scores.get(authorization);
        return outcome !== (typeof score === 'number' && score > THRESHOLD ? 'decline' : 'approve');
      });
      expect(wrong).toEqual([]);
      // Every purchase but the first of each card saw others.
      expect(decided.some(({ features }) => features.total_authorizations_per_card_weekly > 10)).toBe(true);

      const shuffled = join(folder, 'shuffled.ndjson');
      writeFileSync(shuffled, shuffledBySecond(readFileSync(events, 'utf8')));
      const again = replay(shuffled, join(folder, 'again.ndjson'));
      expect(again.lines).toBe(lines);
      for (const [how, { us_per_event, seconds }] of [
        ['in order', summary],
        ['sorted', again.summary],
      ] as const) {
        console.log(`replayed ${how}: ${us_per_event} µs an event, ${seconds} s in all`);
      }
    }, 180_000);
  },
);

/** In another order, but that what has one time stays in its own. */
function shuffledBySecond(text: string): string {
  const random = createRandom(1);
  const groups = Map.groupBy(text.trimEnd().split('\n'), (line) => JSON.parse(line).created as number);
  return [...groups.values()]
    .map((lines) => ({ lines, place: random() }))
    .sort((a, b) => a.place - b.place)
    .flatMap(({ lines }) => lines.map((line) => `${line}\n`))
    .join('');
}
