import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A key of the keyboard and what it does here. */
export interface Key {
  /** As `KeyboardEvent.key` has it (`j`, `Enter`, `?`), or two pressed one after the other: `g d`. */
  readonly press: string;
  /** In words, for the list of keys: `next decision`. */
  readonly does: string;
  run(): void;
}

/** How long the first of two keys waits for the second. */
const SECOND_KEY_MS = 1_000;

const sets = new Set<readonly Key[]>();
const listeners = new Set<() => void>();
let all: readonly Key[] = [];
let first: { readonly key: string; readonly untilMs: number } | null = null;

function changed(): void {
  all = [...sets].flat();
  for (const listener of listeners) listener();
}

/**
 * Keys that do something while the component is there: not while somebody writes, nor with Ctrl, Alt or Meta. Of two
 * sets with the same key the later one has it.
 */
export function useKeys(keys: readonly Key[]): void {
  const latest = useRef(keys);
  latest.current = keys;
  const names = keys.map(({ press, does }) => `${press}\t${does}`).join('\n');
  useEffect(() => {
    const set = names
      .split('\n')
      .filter(Boolean)
      .map((line): Key => {
        const [press = '', does = ''] = line.split('\t');
        return { press, does, run: () => latest.current.find((key) => key.press === press)?.run() };
      });
    sets.add(set);
    changed();
    return () => {
      sets.delete(set);
      changed();
    };
  }, [names]);
}

/** All keys that do something at the moment. */
export function useAllKeys(): readonly Key[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => all,
  );
}

/** Does what a press of a key is for. The shell listens with it, once. */
export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
  if (isOwn(event)) return;
  const before = first && event.timeStamp <= first.untilMs ? `${first.key} ` : '';
  const found =
    all.findLast(({ press }) => press === `${before}${event.key}`) ?? all.findLast(({ press }) => press === event.key);
  first = null;
  if (found) {
    event.preventDefault();
    found.run();
  } else if (all.some(({ press }) => press.startsWith(`${event.key} `))) {
    first = { key: event.key, untilMs: event.timeStamp + SECOND_KEY_MS };
  }
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A dialog has keys of its own.
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], .cm-editor') !== null;
}

/** Enter and the space bar press what has the focus, where that can be pressed. */
function isOwn({ key, target }: KeyboardEvent): boolean {
  const isPress = key === 'Enter' || key === ' ';
  return isPress && target instanceof HTMLElement && target.closest('a, button, summary') !== null;
}
