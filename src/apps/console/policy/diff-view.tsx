import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyDiff } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Changes } from './changes.tsx';
import { FileChanges } from './file-changes.tsx';
import { diffQuery } from './policy-queries.ts';

interface DiffViewProps {
  readonly from: string;
  readonly to: string;
}

/** What one stored version does otherwise than another: in words, and on demand as texts. */
export function DiffView({ from, to }: DiffViewProps) {
  const countersign = useCountersign();
  const query = useQuery(diffQuery(countersign, from, to));
  return (
    <div className="diff">
      <Loaded query={query} empty={emptyOf}>
        {({ changes }) => <Changes changes={changes} />}
      </Loaded>
      <Texts from={from} to={to} />
    </div>
  );
}

function emptyOf({ from, to, same }: PolicyDiff): string | null {
  if (from === to) return 'It is the same version.';
  return same ? 'Both say the same; only how the files are written differs.' : null;
}

function Texts({ from, to }: DiffViewProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (from === to) return null;
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>The files, line by line</summary>
      {isOpen && <FileChanges from={from} to={to} />}
    </details>
  );
}
