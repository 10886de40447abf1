import { ImageFault } from './dockerfile.ts';

/**
 * Which paths of the checkout the builder gets to see, by a `.dockerignore` that leaves everything out (`*`) and takes
 * single files and folders back in (`!src`). Throws ImageFault on any other pattern.
 */
export function readDockerignore(text: string): (path: string) => boolean {
  const [first, ...others] = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  if (first !== '*') throw new ImageFault('.dockerignore: the first pattern must be *');
  const taken = others.map((line) => {
    const [, path] = /^!([\w./-]+)$/.exec(line) ?? [];
    if (path === undefined) throw new ImageFault(`.dockerignore: ${line} is not known here, only !path`);
    return path;
  });
  return (path) => taken.some((one) => path === one || path.startsWith(`${one}/`));
}
