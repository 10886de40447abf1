import { EMPTY, type Html, html } from './html.ts';

/** A column: what stands above it, and whether it holds numbers, or sentences that may take several lines. */
export interface Column {
  readonly heading: string;
  readonly isNumber?: boolean;
  readonly isText?: boolean;
}

/**
 * A table with a caption and a heading for every row and column, in a box of its own that scrolls where it is wider
 * than the page.
 */
export function pageTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  const attributes = (index: number) => attributesOf(columns[index]);
  const head = columns.map(({ heading }, index) => html`<th scope="col"${attributes(index)}>${heading}</th>`);
  const body = rows.map(([first = '', ...cells]) => {
    const others = cells.map((cell, index) => html`<td${attributes(index + 1)}>${cell}</td>`);
    return html`<tr><th scope="row"${attributes(0)}>${first}</th>${others}</tr>\n`;
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
<table><caption><span>${caption}</span></caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}

function attributesOf(column: Column | undefined): Html {
  if (column?.isNumber) return html` class="number"`;
  return column?.isText ? html` class="text"` : EMPTY;
}

/** Columns of numbers. */
export function numbers(...headings: readonly string[]): Column[] {
  return headings.map((heading) => ({ heading, isNumber: true }));
}
