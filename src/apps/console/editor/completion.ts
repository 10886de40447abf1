import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Vocabulary } from '../../../sdk/index.ts';
import { completeScowl } from './complete-scowl.ts';
import { completeYaml } from './complete-yaml.ts';
import type { Offer } from './offer.ts';

const STILL_VALID = /^[\w:@'".-]*$/;

/** Completion in a file of the policy, by the words that there are at the moment; none before they are there. */
export function completion(file: string, wordsNow: () => Vocabulary | null): Extension {
  function source({ state, pos, explicit }: CompletionContext): CompletionResult | null {
    const words = wordsNow();
    if (!words) return null;
    const text = state.doc.toString();
    const found = file.endsWith('.scowl')
      ? completeScowl(text.slice(0, pos), text.slice(pos), words)
      : completeYaml(file, text, pos, words);
    if (!found || (found.from === pos && !explicit && !opens(text.slice(0, pos)))) return null;
    return { from: found.from, options: found.offers.map(optionOf), validFor: STILL_VALID };
  }
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: 60 });
}

/** Whether something is expected right after this text, before a letter of it is typed. */
function opens(before: string): boolean {
  return /(?:[:@'"<]|:\w+: |[=(] ?|: )$/.test(before);
}

function optionOf({ label, apply, detail, info, kind }: Offer): Completion {
  return {
    label,
    type: kind,
    ...(detail && { detail }),
    ...(info && { info }),
    apply: (view, _completion, from, to) => insert(view, apply ?? label, from, to),
  };
}

/** Writes it over what stands there already of its end: the colon, quote or bracket that was closed by itself. */
function insert(view: EditorView, text: string, from: number, to: number): void {
  const next = view.state.sliceDoc(to, to + 1);
  const end = /^[:'")]$/.test(next) && text.endsWith(next) ? to + 1 : to;
  view.dispatch({
    changes: { from, to: end, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input.complete',
  });
}
