/** The quotes that end a string, by the one that begins it. Word processors turn plain quotes into the curved ones. */
export const QUOTE_CLOSERS: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '‘': "‘’'",
  '’': "‘’'",
  '“': '“”"',
  '”': '“”"',
};

/** The curved quote that may have ended what a plain one began. */
export const CURVED_CLOSERS: Readonly<Record<string, string>> = { "'": '’', '"': '”' };

/** What other languages write for a comparison of these. */
export const FOREIGN_COMPARISONS = {
  '==': '=',
  '===': '=',
  '<>': '!=',
  '!==': '!=',
  '≠': '!=',
  '=<': '<=',
  '≤': '<=',
  '=>': '>=',
  '≥': '>=',
} as const;
