import type { Diagnostic } from '../../core/language/diagnostic.ts';
import { inFolder, type PolicyFile } from '../../core/policy/files.ts';
import type { ListDeclaration, Policy } from '../../core/policy/policy.ts';
import type { PublishStore } from './ports.ts';
import type { RehearsedPolicy } from './rehearsal.ts';
import type { Versions } from './versions.ts';

/**
 * The lists of the live policy that a new one would take away from rules that read them or from people who keep entries
 * on them, and those whose entries it would make unreadable. Entries live beside the versions: one that goes with its
 * list would come back with it.
 */
export async function lostLists(
  policy: RehearsedPolicy,
  files: readonly PolicyFile[],
  folder: string,
  store: PublishStore,
  versions: Versions,
): Promise<Diagnostic[]> {
  const active = (await versions.readActive())?.policy;
  if (!active) return [];
  const shadow = await store.currentShadow();
  const shadowed = shadow && (await versions.read(shadow.version))?.policy;
  const found: Diagnostic[] = [];
  for (const before of active.lists.values()) {
    const after = policy.lists.get(before.name);
    if (after?.type === before.type) continue;
    const count = await store.countEntries(before.name);
    if (after) found.push(...changedType(before, after, count, files));
    else found.push(...removed(before, count, active, shadowed ?? null, folder));
  }
  return found;
}

function removed(
  { name }: ListDeclaration,
  count: number,
  active: Policy,
  shadow: Policy | null,
  folder: string,
): Diagnostic[] {
  const source = { path: inFolder(folder, `lists/${name}.yaml`), text: '' };
  const at = { severity: 'error', source, span: { start: 0, end: 0 } } as const;
  const inUse = [
    { word: 'live', readers: readersOf(active, name), hint: 'apply the policy without the rule first' },
    { word: 'shadow', readers: shadow ? readersOf(shadow, name) : [], hint: 'end the shadow first' },
  ].flatMap(({ word, readers, hint }): Diagnostic[] => {
    if (readers.length === 0) return [];
    const rules = `${readers.length === 1 ? 'rule' : 'rules'} ${readers.join(', ')}`;
    return [{ ...at, message: `@${name} can't be removed: the ${word} version reads it, in ${rules}`, hint }];
  });
  if (count === 0) return inUse;
  const message = `@${name} can't be removed: ${entries(count)} on it`;
  return [...inUse, { ...at, message, hint: 'take them off first, or keep the list' }];
}

function readersOf({ rules }: Policy, list: string): string[] {
  return rules.filter(({ condition }) => condition.listsRead?.some((read) => read.list === list)).map(({ id }) => id);
}

/** Entries are normalised by the type of their list: under another one they might never be hit. */
function changedType(
  before: ListDeclaration,
  after: Pick<ListDeclaration, 'type'>,
  count: number,
  files: readonly PolicyFile[],
): Diagnostic[] {
  const file = files.find(({ name }) => name === `lists/${before.name}.yaml` || name === `lists/${before.name}.yml`);
  if (!file || count === 0) return [];
  const start = Math.max(0, file.source.text.search(/^type:/m));
  const span = { start, end: start + 'type:'.length };
  const types = `was of type ${before.type} and is of type ${after.type} now`;
  const message = `@${before.name} ${types}, and ${entries(count)} on it`;
  const hint = 'take them off first, or make another list';
  return [{ severity: 'error', source: file.source, span, message, hint }];
}

function entries(count: number): string {
  return count === 1 ? 'there is 1 entry' : `there are ${count} entries`;
}
