import { spawn } from 'node:child_process';

/** How each system opens an address in the browser of its user. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  // `start` is a word of the shell's; the first thing in quotes would be the title of a window.
  win32: ['cmd', '/c', 'start', '""'],
  linux: ['xdg-open'],
};

/** Opens an address in the browser, as far as this system can; says nothing where it can't. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [program, ...words] = OPENERS[platform] ?? [];
  if (program === undefined) return;
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
