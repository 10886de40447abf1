import { type ListItemType, normalizeItem } from '../domain/lists.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { DeclaredLists } from '../rules/check-list.ts';
import { parseYaml, type YamlDocument } from './document.ts';
import { misnamed, nameWithin, type PolicyFile } from './files.ts';
import type { ListDeclaration } from './policy.ts';
import { type ListEntry, listSchema, looseList } from './schema.ts';
import { validate } from './validate.ts';

/** All lists that could be read, and the types of all whose type could. */
export interface ReadLists {
  readonly sound: ReadonlyMap<string, ListDeclaration>;
  /** With those that have other faults: naming such a one in a rule is no second fault. */
  readonly types: DeclaredLists;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all `lists/NAME.yaml`. */
export function readLists(files: readonly PolicyFile[]): ReadLists {
  const sound = new Map<string, ListDeclaration>();
  const types = new Map<string, ListItemType>();
  const diagnostics: Diagnostic[] = [];
  for (const { name: fileName, source } of files) {
    const name = nameWithin('lists', fileName);
    if (name === null) continue;
    diagnostics.push(...misnamed(source, 'list', name, types.has(name)));
    const yaml = parseYaml(source);
    diagnostics.push(...yaml.diagnostics);
    types.set(name, looseList.parse(yaml.document?.value).type);
    const found = yaml.document ? readList(yaml.document, name) : null;
    diagnostics.push(...(found?.diagnostics ?? []));
    if (found?.list) sound.set(name, found.list);
  }
  return { sound, types, diagnostics };
}

function readList(document: YamlDocument, name: string): { list: ListDeclaration | null; diagnostics: Diagnostic[] } {
  const { value, diagnostics } = validate(document, listSchema);
  if (!value) return { list: null, diagnostics };
  const seen = new Set<string>();
  const entries = value.entries.map((entry, index) => {
    const { value: text, note, known_from, known_until } = typeof entry === 'string' ? plain(entry) : entry;
    const item = normalizeItem(value.type, text);
    const span = document.spanOf(['entries', index]);
    const at = { source: document.source, span } as const;
    if (seen.has(item)) diagnostics.push({ severity: 'warning', ...at, message: `"${text}" is on this list already` });
    const fault = faultOf(value.type, item);
    if (fault) diagnostics.push({ severity: 'error', ...at, message: `"${text}" ${fault}` });
    seen.add(item);
    return { value: item, note: note ?? null, fromMs: timeOf(known_from), untilMs: timeOf(known_until) };
  });
  const isFaulty = diagnostics.some(({ severity }) => severity === 'error');
  return { list: isFaulty ? null : { name, type: value.type, note: value.note ?? null, entries }, diagnostics };
}

function plain(value: string): Exclude<ListEntry, string> {
  return { value };
}

function timeOf(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}

const FORMS: Partial<Record<ListItemType, { readonly form: RegExp; readonly fault: string }>> = {
  card: { form: /^ic_\w+$/, fault: 'is no card: Stripe’s ids of cards begin with ic_' },
  cardholder: { form: /^ich_\w+$/, fault: 'is no cardholder: Stripe’s ids of cardholders begin with ich_' },
  country: { form: /^[a-z]{2}$/, fault: 'is no country: write ISO 3166-1 alpha-2, e.g. US' },
  email: { form: /^[^@\s]+@[^@\s]+$/, fault: 'is no e-mail address' },
};

/** What keeps a normalised entry from ever being hit, as the end of a sentence; null if nothing is known to. */
export function faultOf(type: ListItemType, item: string): string | null {
  if (item.trim() === '') return 'is empty';
  const known = FORMS[type];
  return known && !known.form.test(item) ? known.fault : null;
}
