import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { type Mark, type MarkKind, ruleMarks, scowlMarks } from './marks.ts';
import { spelled } from './spelled.ts';

const KINDS: readonly MarkKind[] = [
  ...(['comment', 'attribute', 'list', 'string', 'number'] as const),
  ...(['operator', 'keyword', 'action', 'call'] as const),
];
const decorations = Object.fromEntries(KINDS.map((kind) => [kind, Decoration.mark({ class: `cm-${kind}` })]));

/** YAML's own pieces. Rules within it are coloured by the engine's lexer. */
const yamlStyle = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: 'cm-key' },
  { tag: tags.comment, class: 'cm-comment' },
  { tag: [tags.labelName, tags.typeName, tags.meta, tags.keyword], class: 'cm-operator' },
]);

/** The colours of a file of the policy, by its name: YAML with the rules in it, or Scowl. */
export function highlighting(file: string): Extension {
  if (file.endsWith('.scowl')) return marked(scowlInView);
  return [yaml(), syntaxHighlighting(yamlStyle), marked(rulesInView)];
}

function marked(marksInView: (view: EditorView) => readonly Mark[]): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = build(view);
      }
      update({ docChanged, viewportChanged, view, state, startState }: ViewUpdate): void {
        if (docChanged || viewportChanged || syntaxTree(state) !== syntaxTree(startState))
          this.decorations = build(view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );

  function build(view: EditorView): DecorationSet {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { start, end, kind } of marksInView(view)) {
      const decoration = decorations[kind];
      if (decoration) builder.add(start, end, decoration);
    }
    return builder.finish();
  }
}

/** No token of Scowl goes over a line's end: what is in view can be cut by itself. */
function scowlInView({ state: { doc }, visibleRanges }: EditorView): Mark[] {
  return visibleRanges.flatMap(({ from, to }) => {
    const start = doc.lineAt(from).from;
    return moved(scowlMarks(doc.sliceString(start, doc.lineAt(to).to)), (offset) => start + offset);
  });
}

const CONDITION_KEYS: ReadonlySet<string> = new Set(['rule', 'when', 'if']);

function rulesInView({ state, visibleRanges }: EditorView): Mark[] {
  const marks: Mark[] = [];
  for (const { from, to } of visibleRanges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter({ name, node }) {
        if (name !== 'Pair') return;
        const key = node.firstChild;
        const value = node.lastChild;
        if (!key || !value || !CONDITION_KEYS.has(state.sliceDoc(key.from, key.to))) return;
        if (!/^(?:Quoted|Block)?Literal$/.test(value.name)) return;
        const { text, offsets } = spelled(state.sliceDoc(0, value.to), value.from, value.to);
        marks.push(...moved(ruleMarks(text), (offset) => offsets[offset] ?? value.to));
      },
    });
  }
  return marks;
}

function moved(marks: readonly Mark[], place: (offset: number) => number): Mark[] {
  return marks.flatMap(({ start, end, kind }) => {
    const to = place(end - 1) + 1;
    return to > place(start) ? [{ start: place(start), end: to, kind }] : [];
  });
}
