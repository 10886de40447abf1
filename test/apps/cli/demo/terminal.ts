/** As much of a terminal as a picture needs, to see what somebody would see. */
export interface TestTerminal {
  write(text: string): void;
  /** The rows as they stand there, without blanks at their ends. */
  rows(): string[];
  isOnOtherScreen(): boolean;
  hasCursor(): boolean;
  /** What stays when the other screen is left. */
  printed(): string;
}

const ESCAPE = String.fromCharCode(27);
const SEQUENCE = new RegExp(`${ESCAPE}\\[(\\??)([\\d;]*)([A-Za-z])`, 'y');

/** Takes the control sequences that are in use here; any other throws. */
export function createTestTerminal(): TestTerminal {
  let screen = new Map<number, string>();
  let [row, column] = [0, 0];
  let isOther = false;
  let isCursorShown = true;
  let printed = '';

  function control(isPrivate: boolean, codes: string, letter: string): void {
    const [code = 0, second = 1] = codes.split(';').map(Number);
    if (isPrivate && code === 1049) isOther = letter === 'h';
    else if (isPrivate && code === 25) isCursorShown = letter === 'h';
    else if (letter === 'J') screen = new Map();
    else if (letter === 'H') [row, column] = [code - 1, second - 1];
    else if (letter === 'K') screen.set(row, (screen.get(row) ?? '').slice(0, column));
    else if (letter !== 'm' && !(isPrivate && code === 7)) throw new Error(`what is ${codes}${letter}?`);
  }

  function put(character: string): void {
    if (!isOther) {
      printed += character;
      return;
    }
    const line = (screen.get(row) ?? '').padEnd(column);
    screen.set(row, line.slice(0, column) + character + line.slice(column + 1));
    column += 1;
  }

  return {
    write(text) {
      for (let at = 0; at < text.length; at += 1) {
        SEQUENCE.lastIndex = at;
        const found = SEQUENCE.exec(text);
        if (found) {
          control(found[1] === '?', found[2] ?? '', found[3] ?? '');
          at = SEQUENCE.lastIndex - 1;
        } else put(text.charAt(at));
      }
    },
    rows: () => Array.from({ length: Math.max(0, ...screen.keys()) + 1 }, (_, at) => (screen.get(at) ?? '').trimEnd()),
    isOnOtherScreen: () => isOther,
    hasCursor: () => isCursorShown,
    printed: () => printed,
  };
}
