import type { Cell } from './frame.ts';

const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
/** The colours of the demo's few styles, by their SGR code. */
const FILLS: Readonly<Record<string, string>> = {
  '': '#d4d4d4',
  '2': '#8a8a8a',
  '1': '#ffffff',
  '31': '#f07178',
  '33': '#e6c06a',
  '1;35': '#d79bf0',
};

/** A frame as a picture: text that can be selected and searched, on a dark ground. */
export function svgOf(frame: readonly (readonly Cell[])[], title: string): string {
  const width = Math.max(...frame.map((line) => line.length)) * CELL.width + 2 * MARGIN;
  const height = frame.length * CELL.height + 2 * MARGIN;
  const texts = frame.flatMap((line, row) => runsOf(line).map((run) => textOf(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#1c1e21"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface Run extends Cell {
  readonly column: number;
}

/** Neighbours that look alike, as one; what is blank is left out. */
function runsOf(line: readonly Cell[]): Run[] {
  const runs: Run[] = [];
  for (const [column, { text, codes }] of line.entries()) {
    const last = runs.at(-1);
    if (last && last.codes === codes) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ text, codes, column });
  }
  return runs.filter(({ text }) => text.trim() !== '');
}

/** `textLength` keeps columns beneath each other whatever font the reader has. */
function textOf({ text, codes, column }: Run, row: number): string {
  const shown = text.trimEnd();
  const start = shown.length - shown.trimStart().length;
  const x = MARGIN + (column + start) * CELL.width;
  const y = MARGIN + row * CELL.height + 13;
  const length = shown.trimStart().length * CELL.width;
  const weight = codes.startsWith('1') ? ' font-weight="bold"' : '';
  return (
    `<text x="${round(x)}" y="${round(y)}" textLength="${round(length)}" fill="${FILLS[codes] ?? FILLS['']}"${weight}>` +
    `${escaped(shown.trimStart())}</text>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
