import { type Document, isMap, isScalar, parseDocument } from 'yaml';
import type { ProfileFile } from './schema.ts';
import type { THRESHOLD_KINDS } from './thresholds.ts';

/** Where one threshold of a profile is to stand; null: nowhere any more. */
export interface ThresholdChange {
  readonly signal: keyof ProfileFile['thresholds'];
  readonly word: (typeof THRESHOLD_KINDS)[number];
  readonly bound: number | string | null;
}

/**
 * A profile's file with other thresholds, everything else and its comments as they are. Throws where it is no YAML map:
 * such a file is no profile.
 */
export function writeThresholds(text: string, changes: readonly ThresholdChange[]): string {
  const [change, second] = changes;
  if (change && !second) {
    const written = withOneBound(text, change);
    if (written !== null) return written;
  }
  const document = parseDocument(text);
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents))) {
    throw new Error(`the profile can't be changed: ${document.errors[0]?.message ?? 'it is no map of settings'}`);
  }
  for (const { signal, word, bound } of changes) {
    if (bound === null) remove(document, signal, word);
    else set(document, signal, word, bound);
  }
  // Lines stay as long as they were written.
  return document.toString({ lineWidth: 0 });
}

/**
 * Where one threshold that is there is to stand elsewhere, its own characters alone are changed: layout that a printer
 * of YAML would not choose stays as well. Null where it is not there as a plain number or word, or stands for others.
 */
function withOneBound(text: string, { signal, word, bound }: ThresholdChange): string | null {
  const document = parseDocument(text);
  const node: unknown = document.getIn(['thresholds', signal, word], true);
  if (document.errors.length > 0 || bound === null || !isScalar(node) || node.anchor || !node.range) return null;
  const [start, end] = node.range;
  return `${text.slice(0, start)}${bound}${text.slice(end)}`;
}

function set(document: Document, signal: string, word: string, bound: number | string): void {
  if (!isMap(document.get('thresholds'))) document.set('thresholds', document.createNode({}));
  const path = ['thresholds', signal];
  if (isMap(document.getIn(path))) document.setIn([...path, word], bound);
  // As the shipped profiles write it: in one line.
  else document.setIn(path, document.createNode({ [word]: bound }, { flow: true }));
}

function remove(document: Document, signal: string, word: string): void {
  const path = ['thresholds', signal];
  const own = document.getIn(path);
  if (!isMap(own)) return;
  own.delete(word);
  if (own.items.length === 0) document.deleteIn(path);
}
