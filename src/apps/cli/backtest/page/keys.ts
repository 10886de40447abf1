import { type Html, html } from './html.ts';

/** What the colours of a drawing mean: each with its words. */
export function keys(...all: readonly (readonly [kind: string, words: string])[]): Html {
  return html`<p class="keys">${all.map(([kind, words]) => html`<span>${key(kind)}${words}</span>`)}</p>
`;
}

/** A spot in the colour of a kind. */
export function key(kind: string): Html {
  return html`<i class="key ${kind}"></i>`;
}
