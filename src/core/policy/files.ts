import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';

/** One file of a policy folder: its name within the folder, and its text under the path that people know. */
export interface PolicyFile {
  readonly name: string;
  readonly source: Source;
}

/** The folders of a policy, each with any number of files. */
const PARTS = ['profiles', 'rules', 'lists', 'texts', 'cases'] as const;
export type Part = (typeof PARTS)[number];
const FEATURES = /^features\/.+\.scowl$/;

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const SINGLE = ['portfolios.yaml', 'rates.yaml'];

/** The path of a file that is not there: `policies/portfolios.yaml`; its name where the folder has none. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** What a file of this part is called, e.g. `balanced` for `profiles/balanced.yaml`; null for files of other parts. */
export function nameWithin(part: Part, fileName: string): string | null {
  const match = /^(\w+)\/(.+)\.ya?ml$/.exec(fileName);
  return match?.[1] === part ? (match[2] ?? null) : null;
}

/** Whether it is a file of features, in Scowl. What it is called says nothing. */
export function isFeatureFile({ name }: PolicyFile): boolean {
  return FEATURES.test(name);
}

/** What is wrong with what a file is called, where its name names a thing. */
export function misnamed(source: Source, thing: 'profile' | 'list', name: string, isTaken: boolean): Diagnostic[] {
  const at = { severity: 'error', source, span: { start: 0, end: 0 } } as const;
  if (isTaken)
    return [{ ...at, message: `there is another file for the ${thing} "${name}"`, hint: 'keep one of them' }];
  if (NAME.test(name)) return [];
  const hint = `a ${thing} is named by its file: ${thing}s/NAME.yaml, in lower case letters, digits, - and _`;
  return [{ ...at, message: `"${name}" can't name a ${thing}`, hint }];
}

/** What there is to say of a file that belongs to no part of a policy. */
export function unread(file: PolicyFile): Diagnostic[] {
  const { name, source } = file;
  if (SINGLE.includes(name) || isFeatureFile(file) || PARTS.some((part) => nameWithin(part, name) !== null)) return [];
  if (!/\.(ya?ml|scowl)$/.test(name)) return [];
  const at = { source, span: { start: 0, end: Math.max(0, source.text.indexOf('\n')) } };
  const message = 'this file belongs to no part of a policy';
  return [{ severity: 'warning', ...at, message, hint: hintFor(name) }];
}

function hintFor(name: string): string {
  const single = /^(portfolios|rates)\.yml$/.exec(name)?.[1];
  if (single) return `name it ${single}.yaml`;
  if (/^features\//.test(name)) return 'features are written in Scowl: features/NAME.scowl';
  return `a policy has ${SINGLE.join(', ')}, features/*.scowl, ${PARTS.map((part) => `${part}/*.yaml`).join(', ')}`;
}
