import { isSeq, isMap as isYamlMap, parseDocument, stringify, type YAMLMap } from 'yaml';
import { parseYaml } from './document.ts';
import { looseCaseNames } from './schema-cases.ts';

const HEAD = 'cases:\n';

/** A case as the YAML of a list of one. */
export function caseYaml(entry: object): string {
  return stringify([entry], { lineWidth: 0 });
}

/** What the cases in the text of a file are called, as far as it can be read. */
export function caseNames(text: string): string[] {
  const { document } = parseYaml({ path: '', text });
  return looseCaseNames.parse(document?.value).cases.flatMap(({ name }) => name ?? []);
}

/**
 * The text of a file of cases with one more at its end; what stands in it stays as it is, to the letter. Null where it
 * can't be added to: `cases:` must be a list with dashes, or the file empty.
 */
export function withCase(text: string, entry: object): string | null {
  if (text.trim() === '') return HEAD + indented(caseYaml(entry), 2);
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0 || !isYamlMap(document.contents)) return null;
  const list = (document.contents as YAMLMap).get('cases', true);
  if (!isSeq(list) || !list.range || list.items.length === 0 || text[list.range[0]] !== '-') return null;
  const [start, end] = list.range;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const before = text.slice(0, end);
  const gap = before.endsWith('\n') ? '' : '\n';
  return `${before}${gap}\n${indented(caseYaml(entry), column)}${text.slice(end)}`;
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}
