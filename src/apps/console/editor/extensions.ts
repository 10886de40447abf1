import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Vocabulary } from '../../../sdk/index.ts';
import { completion } from './completion.ts';
import { highlighting } from './highlight.ts';
import { type Problem, rangeOf } from './problems.ts';

/** What an editor tells, and asks for. */
export interface EditorEvents {
  words(): Vocabulary | null;
  changed(file: string, text: string): void;
  /** Ctrl-S, or Cmd-S. */
  check(): void;
  /** F8, from this place. */
  next(line: number, column: number): void;
}

/** A file to be written in. Tab indents; Escape and then Tab leaves the editor. */
export function fileState(file: string, text: string, events: EditorEvents): EditorState {
  return EditorState.create({ doc: text, extensions: [basics(file), behaviour(file, events)] });
}

function basics(file: string): Extension {
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    history(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    highlightSelectionMatches(),
    search({ top: true }),
    lintGutter(),
    EditorView.lineWrapping,
    highlighting(file),
    EditorView.contentAttributes.of({
      'aria-label': `${file}. Escape, then Tab leaves the editor`,
      spellcheck: 'false',
      tabindex: '0',
    }),
  ];
}

function behaviour(file: string, events: EditorEvents): Extension {
  const keys = [
    {
      key: 'Mod-s',
      preventDefault: true,
      run: () => {
        events.check();
        return true;
      },
    },
    {
      key: 'F8',
      preventDefault: true,
      run: ({ state }: EditorView) => {
        const { head } = state.selection.main;
        const line = state.doc.lineAt(head);
        events.next(line.number, head - line.from + 1);
        return true;
      },
    },
  ];
  return [
    completion(file, events.words),
    keymap.of([
      ...keys,
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) events.changed(file, state.doc.toString());
    }),
  ];
}

/** Underlines what is wrong in this file, with what to write instead on hover; nothing else stays underlined. */
export function showProblems(view: EditorView, problems: readonly Problem[]): void {
  const diagnostics = problems.map((problem): Diagnostic => {
    const { severity, message, hint } = problem;
    return {
      ...rangeOf(problem, view.state.doc),
      severity,
      message: hint === null ? message : `${message}\nhint: ${hint}`,
    };
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

/** Puts the cursor there and shows it. */
export function goTo(view: EditorView, line: number, column: number): void {
  const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  const anchor = Math.min(from + column - 1, to);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}
