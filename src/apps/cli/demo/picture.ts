import { askedLine, attackLine, purchasedLine, textedLine } from './event-lines.ts';
import type { DemoView, ViewOptions } from './feed.ts';
import { decisionLine } from './line.ts';
import { createNotebook } from './notebook.ts';
import { LEAST, pageLines } from './page.ts';
import { createScreen } from './screen.ts';
import { render } from './styled.ts';
import { summary } from './summary.ts';

const REPAINT_MS = 250;

/**
 * The demo as a live picture on a terminal's other screen: painted four times a second at most, and only what changed.
 * While the terminal is too small for it, events are lines. Whatever fails while painting, the terminal is given back.
 */
export function createPicture(options: ViewOptions): DemoView {
  const { nowMs, title } = options;
  const notebook = createNotebook(title, nowMs);
  const screen = createScreen(options.write);
  let painted = '';
  let startedAtMs = nowMs();
  let cancel: (() => void) | null = null;
  let hasEnded = false;

  function fits(): boolean {
    return options.columns() >= LEAST.columns && options.rows() >= LEAST.rows;
  }

  function paint(): void {
    const [columns, rows] = [options.columns(), options.rows()];
    const state = `${notebook.state()} ${columns} ${rows}`;
    if (state === painted) return;
    painted = state;
    if (!fits()) {
      screen.leave();
      return;
    }
    const lines = pageLines(notebook.content(), columns, rows);
    screen.show(
      lines.map((line) => render(line, options.colours)),
      columns,
    );
  }

  function repaint(): void {
    try {
      paint();
    } catch (error) {
      stop();
      throw error;
    }
  }

  function stop(): void {
    cancel?.();
    cancel = null;
    screen.leave();
  }

  /** Where no picture fits, an event is said at once. */
  function say(line: () => string | null): void {
    if (cancel === null || fits()) return;
    screen.leave();
    const text = line();
    if (text !== null) options.write(`${text}\n`);
  }

  return {
    start() {
      startedAtMs = nowMs();
      cancel = options.every(REPAINT_MS, repaint);
      repaint();
    },
    end() {
      if (hasEnded) return;
      hasEnded = true;
      stop();
      options.write(summary(notebook.content().totals, title, nowMs() - startedAtMs, options.columns()));
    },
    answered(decision) {
      notebook.answered(decision);
      say(() => decisionLine(decision));
    },
    asked(asked) {
      notebook.asked(asked);
      say(() => askedLine(asked));
    },
    purchased(entry) {
      notebook.purchased(entry);
      say(() => purchasedLine(entry));
    },
    attackBegan(attack) {
      notebook.attackBegan(attack);
      say(() => attackLine(attack));
    },
    texted(sent) {
      notebook.texted(sent);
      say(() => textedLine(sent));
    },
    told(text) {
      notebook.told(text);
      say(() => text);
    },
  };
}
