import { useCopied } from './use-copied.ts';

interface IdentifierProps {
  /** E.g. `iauth_1Nvj…`, `pol_8e9b…`. */
  readonly id: string;
  /** How much of it is shown; all of it without. */
  readonly length?: number;
}

/** An id in letters of one width: short, the whole on hover, copied by a press. */
export function Identifier({ id, length = 18 }: IdentifierProps) {
  const { isCopied, copy } = useCopied(id);
  const shown = id.length > length ? `${id.slice(0, length - 1)}…` : id;
  return (
    <button type="button" className="identifier mono" title={`${id} – press to copy`} onClick={copy}>
      {isCopied ? 'copied' : shown}
    </button>
  );
}
