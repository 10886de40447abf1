/** A text and where it came from, for messages that point into it. */
export interface Source {
  /** What people call it: a path, or e.g. `<stdin>`. */
  readonly path: string;
  readonly text: string;
}

/** A piece of a source: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as editors count it: both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset; an offset past the end is the end. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: before.length - before.lastIndexOf('\n') };
}
