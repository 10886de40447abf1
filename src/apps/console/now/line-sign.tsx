import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Time } from '../parts/time.tsx';
import type { Line } from './use-feed.ts';

/** Whether what is shown is of now, beside the page's title. */
export function LineSign({ line }: { readonly line: Line }) {
  const [tone, sign, text] = SIGNS[line.kind];
  return (
    <span className="word now-line" data-tone={tone}>
      <span aria-hidden="true">{sign}</span>
      {text}
    </span>
  );
}

const SIGNS = {
  open: ['approve', '●', 'following'],
  connecting: ['challenge', '○', 'connecting'],
  waiting: ['decline', '✕', 'line broken'],
  refused: ['decline', '✕', 'line broken'],
} as const;

/** What is wrong with the line, and what is done about it; nothing where it stands. */
export function LineNote({ line, brokenSinceMs }: { readonly line: Line; readonly brokenSinceMs: number | null }) {
  if (line.kind === 'refused') {
    return (
      <Note tone="wrong" title="Decisions are not told">
        {messageOf(line.error)}. Load the page again when that is mended.
      </Note>
    );
  }
  if (brokenSinceMs === null) return null;
  return (
    <Note tone="late" title="This is old">
      The service can't be reached since <Time at={brokenSinceMs} isPrecise />. What stands here is what was known then.
      It is tried again by itself{line.kind === 'waiting' && `: ${messageOf(line.error)}`}.
    </Note>
  );
}
