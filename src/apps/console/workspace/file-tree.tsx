import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../editor/problems.ts';
import { AddFile } from './add-file.tsx';
import { changesOf, type Draft, renamed, reverted, withoutFile } from './draft.ts';
import { nameFault } from './templates.ts';

interface FileTreeProps {
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
  /** The one that is open. */
  readonly file: string | null;
  readonly problems: readonly Problem[];
  open(file: string): void;
}

const SIGNS = { added: '+', changed: '●', removed: '−' } as const;
const PARTS = ['', 'rules', 'features', 'profiles', 'lists', 'texts', 'cases'];

/** The files of the draft by what they are, what is changed, and how many errors each has. */
export function FileTree({ draft, change, file, problems, open }: FileTreeProps) {
  const changes = new Map(changesOf(draft).map((each) => [each.name, each.change]));
  const names = [...new Set([...Object.keys(draft.files), ...changes.keys()])].sort();
  const partOf = (name: string) => name.slice(0, Math.max(0, name.indexOf('/')));
  return (
    <nav className="workspace-tree" aria-label="Files of the policy">
      <AddFile {...{ draft, change, open }} />
      {[...new Set([...PARTS, ...names.map(partOf)])].map((part) => {
        const own = names.filter((name) => partOf(name) === part);
        if (own.length === 0) return null;
        return (
          <div key={part}>
            {part !== '' && <h3>{part}</h3>}
            <ul>
              {own.map((name) => (
                <li key={name} className="workspace-entry" data-open={name === file || undefined}>
                  <Entry
                    name={name}
                    part={part}
                    change={changes.get(name)}
                    errors={problems.filter(({ path, severity }) => path === name && severity === 'error').length}
                    isOpen={name === file}
                    open={open}
                  />
                  <EntryMenu {...{ name, draft, change, open }} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

interface EntryProps {
  readonly name: string;
  readonly part: string;
  readonly change: 'added' | 'changed' | 'removed' | undefined;
  readonly errors: number;
  readonly isOpen: boolean;
  open(file: string): void;
}

function Entry({ name, part, change, errors, isOpen, open }: EntryProps) {
  const short = part === '' ? name : name.slice(part.length + 1);
  return (
    <button
      type="button"
      className="workspace-name"
      aria-current={isOpen || undefined}
      disabled={change === 'removed'}
      title={name}
      onClick={() => open(name)}
    >
      <span data-removed={change === 'removed' || undefined}>{short}</span>
      {errors > 0 && (
        <span className="workspace-errors" title={`${errors} with an error`}>
          {errors}
          <span className="hidden"> errors</span>
        </span>
      )}
      {change && (
        <span className="workspace-sign" title={change}>
          <span aria-hidden="true">{SIGNS[change]}</span>
          <span className="hidden"> {change}</span>
        </span>
      )}
    </button>
  );
}

interface EntryMenuProps extends Pick<FileTreeProps, 'draft' | 'change' | 'open'> {
  readonly name: string;
}

function EntryMenu({ name, draft, change, open }: EntryMenuProps) {
  const [fault, setFault] = useState<string | null>(null);
  const isThere = draft.files[name] !== undefined;
  const isChanged = draft.files[name] !== draft.original[name];
  function rename() {
    const wanted = window.prompt(fault ?? 'The new name of the file', name)?.trim();
    if (!wanted || wanted === name) return;
    const wrong = nameFault(wanted, Object.keys(draft.files));
    setFault(wrong);
    if (wrong) window.alert(wrong);
    else {
      change((now) => renamed(now, name, wanted));
      open(wanted);
    }
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" aria-label={`What to do with ${name}`}>
          ⋯
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={!isThere} onClick={rename}>
          Rename…
        </Menu.Item>
        <Menu.Item disabled={!isChanged} onClick={() => change((now) => reverted(now, name))}>
          {isThere ? 'Take back what was changed' : 'Bring it back'}
        </Menu.Item>
        <Menu.Item disabled={!isThere} onClick={() => change((now) => withoutFile(now, name))}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
