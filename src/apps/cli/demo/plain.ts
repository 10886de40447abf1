import {
  askedLine,
  attackLine,
  consoleLine,
  countersLine,
  purchasedLine,
  textedLine,
  titleLine,
} from './event-lines.ts';
import type { DemoView, ViewOptions } from './feed.ts';
import { decisionLine } from './line.ts';
import { summary } from './summary.ts';
import { createTally } from './tally.ts';

const COUNTERS_MS = 10_000;

/** The demo as text: a line an event, no colours, no cursor control, and every ten seconds what was counted. */
export function createPlain(options: Pick<ViewOptions, 'write' | 'nowMs' | 'every' | 'title'>): DemoView {
  const { every, nowMs, title } = options;
  const tally = createTally();
  let startedAtMs = nowMs();
  let cancel: (() => void) | null = null;
  let hasEnded = false;

  function say(line: string | null): void {
    if (line !== null && !hasEnded) options.write(`${line}\n`);
  }

  return {
    start() {
      startedAtMs = nowMs();
      say(titleLine(title));
      say(consoleLine(title));
      cancel = every(COUNTERS_MS, () => say(countersLine(tally.totals())));
    },
    end() {
      if (hasEnded) return;
      hasEnded = true;
      cancel?.();
      options.write(summary(tally.totals(), title, nowMs() - startedAtMs, null));
    },
    told: say,
    answered(decision) {
      tally.answered(decision);
      say(decisionLine(decision));
    },
    asked(asked) {
      tally.asked(asked);
      say(askedLine(asked));
    },
    purchased(entry) {
      tally.purchased(entry);
      say(purchasedLine(entry));
    },
    attackBegan(attack) {
      say(attackLine(attack));
    },
    texted(sent) {
      tally.texted(sent);
      say(textedLine(sent));
    },
  };
}
