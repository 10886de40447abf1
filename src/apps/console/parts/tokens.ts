/** In which language a text is: a rule of Radar's, features in Scowl, or a file of the policy. */
export type Language = 'rule' | 'scowl' | 'yaml';

/** A piece of a text and what it is, for its colour; `plain` is everything else. */
export interface Piece {
  readonly kind: 'plain' | 'comment' | 'attribute' | 'list' | 'string' | 'number' | 'keyword' | 'key';
  readonly text: string;
}

const ATTRIBUTE = String.raw`(?<attribute>::?[a-z_][\w.]*(?::[\w.-]+)?::?)`;
const LIST = String.raw`(?<list>@[A-Za-z_][\w-]*)`;
const NUMBER = String.raw`(?<number>(?<![\w.])\d[\d_]*(?:\.\d+)?(?![\w]))`;
const STRING = String.raw`(?<string>'[^'\n]*'|"[^"\n]*")`;
const RULE_WORDS = 'Block|Allow|Challenge|Review|if|and|or|not|in|includes|like|is_missing|true|false';
const SCOWL_WORDS = String.raw`event|by|where|last|exclusive|and|or|not|in|true|false|null|[A-Z]\w*(?=\()`;

const PATTERNS: Readonly<Record<Language, RegExp>> = {
  rule: new RegExp(String.raw`${ATTRIBUTE}|${LIST}|${STRING}|${NUMBER}|(?<keyword>\b(?:${RULE_WORDS})\b)`, 'g'),
  scowl: new RegExp(String.raw`(?<comment>--.*)|${STRING}|${NUMBER}|(?<keyword>\b(?:${SCOWL_WORDS})\b)`, 'g'),
  // Double quotes stand around rules, whose own pieces are told apart.
  yaml: new RegExp(
    String.raw`(?<comment>(?<=^|\s)#.*)|(?<key>(?<=^[ ]*(?:- )*\{? ?|[{,] ?)[\w.-]+(?=:(?:\s|$)))|` +
      String.raw`${ATTRIBUTE}|${LIST}|(?<string>'[^'\n]*')|${NUMBER}`,
    'g',
  ),
};

/** One line cut into pieces: together they are the line. What is not understood is plain; it never fails. */
export function piecesOf(line: string, language: Language): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { index, groups, 0: text } of line.matchAll(PATTERNS[language])) {
    const [kind] = Object.entries(groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (index > at) pieces.push({ kind: 'plain', text: line.slice(at, index) });
    pieces.push({ kind: kind as Piece['kind'], text });
    at = index + text.length;
  }
  if (at < line.length) pieces.push({ kind: 'plain', text: line.slice(at) });
  return pieces;
}

/** The language of a file of the policy, by its name. */
export function languageOf(fileName: string): Language {
  return fileName.endsWith('.scowl') ? 'scowl' : 'yaml';
}
