import type { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'react';
import './editor.css';
import { type EditorEvents, fileState, goTo, showProblems } from './extensions.ts';
import type { Problem } from './problems.ts';

/** A place to go to; another object each time that somebody wants to go there. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface CodeEditorProps {
  readonly file: string;
  readonly text: string;
  /** What is wrong in this file; null while that is not known: what was underlined stays and moves along. */
  readonly problems: readonly Problem[] | null;
  readonly place: Place | null;
  readonly events: EditorEvents;
}

/** One file of the policy at a time, each with its own history of changes and its own place. */
export function CodeEditor({ file, text, problems, place, events }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const states = useRef(new Map<string, EditorState>());
  const shown = useRef<string | null>(null);
  /** The place that was gone to last: who comes back to its file is not taken there again. */
  const gone = useRef<Place | null>(null);
  const latest = useRef(events);
  latest.current = events;

  useLayoutEffect(() => {
    const made = new EditorView({ ...(host.current && { parent: host.current }) });
    view.current = made;
    shown.current = null;
    return () => made.destroy();
  }, []);

  // Before the next letter can come: to a text that is behind, the editor would be set back.
  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor) return;
    if (shown.current !== null && shown.current !== file) states.current.set(shown.current, editor.state);
    const isSame = shown.current === file && editor.state.doc.toString() === text;
    if (isSame) return;
    const kept = states.current.get(file);
    const state = kept?.doc.toString() === text ? kept : fileState(file, text, forwarding(latest));
    editor.setState(state);
    shown.current = file;
  }, [file, text]);

  useEffect(() => {
    if (view.current && problems) showProblems(view.current, problems);
  }, [problems]);

  useEffect(() => {
    if (!view.current || place?.file !== file || place === gone.current) return;
    gone.current = place;
    goTo(view.current, place.line, place.column);
  }, [place, file]);

  return <div className="editor" ref={host} />;
}

/** Events of a state that outlives the render that it was made in. */
function forwarding(latest: { readonly current: EditorEvents }): EditorEvents {
  return {
    words: () => latest.current.words(),
    changed: (file, text) => latest.current.changed(file, text),
    check: () => latest.current.check(),
    next: (line, column) => latest.current.next(line, column),
  };
}
