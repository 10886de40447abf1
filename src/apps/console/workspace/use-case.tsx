import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { Countersign } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { type Draft, withFile } from './draft.ts';
import type { Drafting } from './use-draft.ts';

const route = getRouteApi('/shell/policy/edit');

/** Makes a file of cases of the decision that the address names, and tells what came of it. */
export function useCase({ client, key }: Countersign, { draft, change }: Drafting): ReactNode {
  const { case: decision = null } = route.useSearch();
  const navigate = useNavigate();
  const [added, setAdded] = useState<{ readonly file: string; readonly differences: readonly string[] } | null>(null);
  const made = useQuery({
    queryKey: [key, 'decision', decision, 'case'],
    queryFn: ({ signal }) => client.decisions.case(decision ?? '', { signal }),
    enabled: decision !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const data = decision !== null && made.data?.decision === decision ? made.data : null;
  const file = draft && data && freeName(draft, data.file, data.text);

  useEffect(() => {
    if (!data || file === null) return;
    change((now) => withFile(now, file, data.text));
    setAdded({ file, differences: data.differences });
    const search = ({ case: _, ...rest }: Record<string, unknown>) => ({ ...rest, file });
    void navigate({ to: '.', search, replace: true });
  }, [data, file, change, navigate]);

  if (made.error && decision !== null) {
    return (
      <Note tone="wrong" title="No case could be made of this decision">
        {messageOf(made.error)}.
      </Note>
    );
  }
  if (!added) return null;
  return (
    <Note tone="good" title="A case was added">
      It stands in {added.file}: say there what you expect. {added.differences.join(' ')}
    </Note>
  );
}

/** The name of a file that is not taken by another text. */
function freeName({ files }: Draft, wanted: string, text: string): string {
  const [, stem = wanted, ending = ''] = /^(.*?)(\.\w+)$/.exec(wanted) ?? [];
  for (let number = 2, name = wanted; ; name = `${stem}-${number++}${ending}`) {
    if (files[name] === undefined || files[name] === text) return name;
  }
}
