/**
 * A text that can be laid out on one line or on several. A `line` is a blank (or nothing, where it is `soft`) while its
 * group fits on the line, and a new line otherwise.
 */
export type Layout =
  | string
  | readonly Layout[]
  | { readonly kind: 'line' }
  | { readonly kind: 'soft' }
  | { readonly kind: 'group' | 'indent'; readonly content: Layout };

export const LINE: Layout = { kind: 'line' };
export const SOFT: Layout = { kind: 'soft' };

const INDENT = 2;

/** What stands on one line if it fits there, and with all of its own lines apart otherwise. */
export function group(...content: Layout[]): Layout {
  return { kind: 'group', content };
}

/** What is set in where it goes over several lines. */
export function indent(...content: Layout[]): Layout {
  return { kind: 'indent', content };
}

/** The items with the separator between them. */
export function join(items: readonly Layout[], separator: Layout): Layout[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

/** All of it on one line. */
export function onOneLine(layout: Layout): string {
  if (typeof layout === 'string') return layout;
  if (!('kind' in layout)) return layout.map(onOneLine).join('');
  if (layout.kind === 'line') return ' ';
  return layout.kind === 'soft' ? '' : onOneLine(layout.content);
}

/** On lines of at most so many columns, as far as it has places to break at. */
export function onLines(layout: Layout, columns: number): string {
  let text = '';
  let lineStart = 0;
  function write(part: Layout, depth: number, isBroken: boolean): void {
    if (typeof part === 'string') {
      text += part;
    } else if (!('kind' in part)) {
      for (const inner of part) write(inner, depth, isBroken);
    } else if (part.kind === 'indent') {
      write(part.content, depth + INDENT, isBroken);
    } else if (part.kind === 'group') {
      write(part.content, depth, text.length - lineStart + onOneLine(part).length > columns);
    } else if (isBroken) {
      lineStart = text.length + 1;
      text += `\n${' '.repeat(depth)}`;
    } else {
      text += onOneLine(part);
    }
  }
  write(layout, 0, false);
  return text;
}
