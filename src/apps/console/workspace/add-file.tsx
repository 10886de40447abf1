import { Button, Menu, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Draft, withFile } from './draft.ts';
import { featureFile, featureFileName, nameFault, pathOf, TEMPLATES, type Template } from './templates.ts';

interface AddFileProps {
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
  open(file: string): void;
}

/** A new file of the policy: by a template, or a feature that somebody has at hand. */
export function AddFile({ draft, change, open }: AddFileProps) {
  const [template, setTemplate] = useState<Template | null>(null);
  const [isPasting, setIsPasting] = useState(false);
  function add(path: string, text: string) {
    change((now) => withFile(now, path, text));
    open(path);
    setTemplate(null);
    setIsPasting(false);
  }
  const taken = Object.keys(draft.files);
  return (
    <div className="workspace-add">
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="default" fullWidth>
            New file…
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {TEMPLATES.map((each) => (
            <Menu.Item key={each.kind} onClick={() => setTemplate(each)}>
              {each.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-sm" variant="default" fullWidth onClick={() => setIsPasting(true)}>
        Paste a feature…
      </Button>
      <Modal
        opened={template !== null}
        onClose={() => setTemplate(null)}
        title={`New file: ${template?.title.toLowerCase()}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {template && <NameForm template={template} taken={taken} add={add} />}
      </Modal>
      <Modal
        opened={isPasting}
        onClose={() => setIsPasting(false)}
        title="Paste a feature"
        closeButtonProps={{ 'aria-label': 'Close' }}
        size="lg"
      >
        <PasteForm taken={taken} add={add} />
      </Modal>
    </div>
  );
}

interface FormProps {
  readonly taken: readonly string[];
  add(path: string, text: string): void;
}

function NameForm({ template, taken, add }: FormProps & { readonly template: Template }) {
  const [name, setName] = useState(template.name);
  const path = pathOf(template, name);
  const fault = nameFault(path, taken);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!fault) add(path, template.text(name));
      }}
    >
      <TextInput
        label="Name"
        description={path}
        value={name}
        error={fault}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value.trim())}
      />
      <Button type="submit" mt="sm" disabled={fault !== null}>
        Add it
      </Button>
    </form>
  );
}

function PasteForm({ taken, add }: FormProps) {
  const [text, setText] = useState('');
  const path = featureFileName(text, taken);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add(path, featureFile(text));
      }}
    >
      <Textarea
        label="In Scowl"
        description="Without an event it is one of authorizations: a purchase that Stripe asks about."
        placeholder="tries_today := Count(by card last 1 day exclusive)"
        rows={8}
        value={text}
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className="faint">
        It goes to {path}. Apply puts it live: it is filled from what happened before, and counts from then on.
      </p>
      <Button type="submit" disabled={text.trim() === ''}>
        Add it
      </Button>
    </form>
  );
}
