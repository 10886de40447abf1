import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import type { DemoTitle, DemoView, ViewOptions } from './feed.ts';
import { createPicture } from './picture.ts';
import { createPlain } from './plain.ts';

/** A picture where the output is a terminal and nobody wants it plain; else a line an event. */
export function openView(stdout: Writable, isPlain: boolean, title: DemoTitle): DemoView {
  const terminal = isTerminal(stdout) && !isPlain ? stdout : null;
  const options: ViewOptions = {
    columns: () => terminal?.columns ?? 80,
    rows: () => terminal?.rows ?? 24,
    write: (text) => void stdout.write(text),
    nowMs: () => performance.now(),
    every(ms, run) {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    colours: terminal !== null,
    title,
  };
  return terminal ? createPicture(options) : createPlain(options);
}

/** Whether people look at what is written there. */
export function isTerminal(stream: Writable): stream is WriteStream {
  return 'isTTY' in stream && stream.isTTY === true;
}
