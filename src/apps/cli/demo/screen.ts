// Control sequences of xterm, which every terminal of today knows.
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J';
const LEAVE = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';
const CLEAR = '\x1b[2J';

/** A terminal's other screen, where a picture is painted without touching what was printed before. */
export interface Screen {
  /** Takes the screen if need be and shows these lines from the top; only what differs is written. */
  show(lines: readonly string[], columns: number): void;
  /** Gives the terminal back as it was: its text, its cursor, its wrapping. */
  leave(): void;
}

/** `write` gets what the terminal is to be sent, one call a picture. */
export function createScreen(write: (text: string) => void): Screen {
  let shown: readonly string[] | null = null;
  let shownColumns = 0;
  return {
    show(lines, columns) {
      const enter = shown === null ? ENTER : '';
      // Terminals reflow what they show when they are resized, so nothing of it can be trusted.
      const isResized = shown !== null && (columns !== shownColumns || lines.length !== shown.length);
      const before = isResized ? [] : (shown ?? []);
      const changes = lines.map((line, row) => (line === (before[row] ?? '') ? '' : `\x1b[${row + 1};1H${line}\x1b[K`));
      const text = enter + (isResized ? CLEAR : '') + changes.join('');
      shown = lines;
      shownColumns = columns;
      if (text !== '') write(text);
    },
    leave() {
      if (shown === null) return;
      shown = null;
      write(LEAVE);
    },
  };
}
