interface WhoProps {
  /** As the API says whose act it was. */
  readonly by: { readonly id: string; readonly name: string | null };
}

const NOBODY: Readonly<Record<string, string>> = { system: 'the service itself', folder: 'the policy folder' };

/** Whose act it was: a name, or the id of what has none. */
export function Who({ by: { id, name } }: WhoProps) {
  if (name !== null) return <span title={id}>{name}</span>;
  return NOBODY[id] ? <span>{NOBODY[id]}</span> : <span className="mono">{id}</span>;
}
