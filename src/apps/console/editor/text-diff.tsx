import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import './editor.css';
import { highlighting } from './highlight.ts';

interface TextDiffProps {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What was changed in a file, line by line, to be read. */
export function TextDiff({ name, before, after }: TextDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = new EditorView({
      ...(host.current && { parent: host.current }),
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': `What was changed in ${name}`, tabindex: '0' }),
          highlighting(name),
          unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 4 } }),
        ],
      }),
    });
    return () => view.destroy();
  }, [name, before, after]);
  return <div className="editor editor-diff" ref={host} />;
}
