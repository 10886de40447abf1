import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCountersign } from '../client.ts';
import { CodeBlock } from '../parts/code.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { languageOf } from '../parts/tokens.ts';
import { versionQuery } from './policy-queries.ts';
import { useWhyNot } from './why-not.ts';

interface PolicyFilesProps {
  readonly version: string;
  /** The one that is shown, as the address has it; the first without it. */
  readonly file: string | undefined;
  /** Only files whose name begins so: `cases/`. */
  readonly under?: string;
}

/** The files of a version, to be read: their names, and the text of one. */
export function PolicyFiles({ version, file, under = '' }: PolicyFilesProps) {
  const countersign = useCountersign();
  const query = useQuery(versionQuery(countersign, version));
  return (
    <Loaded
      query={query}
      empty={({ files }) => (files.some(({ name }) => name.startsWith(under)) ? null : 'It has no such file.')}
    >
      {({ files }) => {
        const all = files.filter(({ name }) => name.startsWith(under)).sort((a, b) => (a.name < b.name ? -1 : 1));
        const shown = all.find(({ name }) => name === file) ?? all[0];
        return (
          <Panel title={shown?.name ?? 'Files'} actions={shown && <EditLink file={shown.name} />} isFlush>
            <div className="policy-files">
              <nav aria-label="Files of this version" ref={showChosen}>
                {all.map(({ name }) => (
                  <Link
                    key={name}
                    to="."
                    search={(before: object) => ({ ...before, file: name })}
                    resetScroll={false}
                    activeOptions={{ exact: true }}
                    aria-current={name === shown?.name ? 'true' : undefined}
                  >
                    {name.slice(under.length)}
                  </Link>
                ))}
              </nav>
              {shown && <CodeBlock text={shown.text} language={languageOf(shown.name)} label={shown.name} />}
            </div>
          </Panel>
        );
      }}
    </Loaded>
  );
}

/** Scrolls the names so far that the chosen one is seen, and nothing else. */
function showChosen(names: HTMLElement | null): void {
  const chosen = names?.querySelector<HTMLElement>('[aria-current]');
  if (names && chosen) names.scrollTop = chosen.offsetTop - names.clientHeight / 2;
}

function EditLink({ file }: { readonly file: string }) {
  if (useWhyNot('policy') !== null) return null;
  return (
    <Link to="/policy/edit" search={{ file }}>
      Edit
    </Link>
  );
}
