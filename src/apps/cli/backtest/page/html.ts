import { harmless } from '../../../../core/decision/plain.ts';

/** A piece of a page, in which every text of others is escaped. */
export interface Html {
  readonly markup: string;
}

type Content = Html | string | number | readonly (Html | string)[];

/**
 * A piece of a page: what is put into the template is escaped, unless it is a piece itself. Pieces of a list follow
 * each other. It is right between tags and within attributes that stand in double quotes, and nowhere else.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  const markup = parts.map((part, index) => `${part}${index < contents.length ? markupOf(contents[index] ?? '') : ''}`);
  return { markup: markup.join('') };
}

/** Nothing. */
export const EMPTY: Html = { markup: '' };

/** Markup that was written here, e.g. a style sheet: never anybody's text. */
export function trusted(markup: string): Html {
  return { markup };
}

function markupOf(content: Content): string {
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : content.map(markupOf).join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return harmless(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** A number and its unit are not torn apart at the end of a line. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (%|[A-Z]{3}\b)/g, '$1\u00a0$2');
}
