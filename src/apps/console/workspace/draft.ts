/** Texts of files by their names within the policy folder. */
export type Files = Readonly<Record<string, string>>;

/** A policy folder that somebody is changing. */
export interface Draft {
  /** The version that it is made from. */
  readonly base: string;
  /** The files of that version. */
  readonly original: Files;
  readonly files: Files;
}

/** A file that is not as it was. */
export interface FileChange {
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed';
}

/** A draft as it is kept: what differs from its base, by file; null where a file was taken away. */
export interface PackedDraft {
  readonly base: string;
  readonly changed: Readonly<Record<string, string | null>>;
}

/** A draft that changes nothing yet. */
export function draftOf(base: string, original: Files): Draft {
  return { base, original, files: original };
}

/** What the draft changes, by the names of files. */
export function changesOf({ original, files }: Pick<Draft, 'original' | 'files'>): readonly FileChange[] {
  const names = [...new Set([...Object.keys(original), ...Object.keys(files)])].sort();
  return names.flatMap((name): FileChange[] => {
    const [was, is] = [original[name], files[name]];
    if (was === is) return [];
    return [{ name, change: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed' }];
  });
}

/** The draft with this text in a file, new or not. */
export function withFile(draft: Draft, name: string, text: string): Draft {
  return draft.files[name] === text ? draft : { ...draft, files: { ...draft.files, [name]: text } };
}

/** The draft without a file. */
export function withoutFile(draft: Draft, name: string): Draft {
  const { [name]: _, ...files } = draft.files;
  return { ...draft, files };
}

/** The draft with a file under another name. */
export function renamed(draft: Draft, from: string, to: string): Draft {
  const text = draft.files[from];
  return text === undefined || from === to ? draft : withFile(withoutFile(draft, from), to, text);
}

/** The draft with a file as its base has it, or without it where that has none. */
export function reverted(draft: Draft, name: string): Draft {
  const was = draft.original[name];
  return was === undefined ? withoutFile(draft, name) : withFile(draft, name, was);
}

/** As the API takes them, sorted by name. */
export function toSend(files: Files): { name: string; text: string }[] {
  return Object.keys(files)
    .sort()
    .map((name) => ({ name, text: files[name] ?? '' }));
}

/** From a stored version. */
export function fromStored(files: readonly { readonly name: string; readonly text: string }[]): Files {
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

export function pack(draft: Draft): PackedDraft {
  const changed = changesOf(draft).map(({ name }) => [name, draft.files[name] ?? null] as const);
  return { base: draft.base, changed: Object.fromEntries(changed) };
}

/** A draft as it was kept, over the files of its base. */
export function unpack({ base, changed }: PackedDraft, original: Files): Draft {
  const files: Record<string, string> = { ...original };
  for (const [name, text] of Object.entries(changed)) {
    if (text === null) delete files[name];
    else files[name] = text;
  }
  return { base, original, files };
}

/** What was typed since a draft was stored as `version` as it was `sent`, as a draft of that; null: nothing was. */
export function leftOf(now: Draft, sent: Draft, version: string): Draft | null {
  const left = { base: version, original: sent.files, files: now.files };
  return changesOf(left).length > 0 ? left : null;
}

/**
 * The draft over a newer version: what only one of both changed is taken. Files that both changed, each otherwise, stay
 * as the draft has them, and their names are given: somebody has to look at them.
 */
export function rebased(draft: Draft, base: string, newer: Files): { draft: Draft; conflicts: readonly string[] } {
  const mine = changesOf(draft).map(({ name }) => name);
  const conflicts = mine.filter((name) => {
    const isTheirs = newer[name] !== draft.original[name];
    return isTheirs && newer[name] !== draft.files[name];
  });
  const changed = Object.fromEntries(mine.map((name) => [name, draft.files[name] ?? null]));
  return { draft: unpack({ base, changed }, newer), conflicts };
}
