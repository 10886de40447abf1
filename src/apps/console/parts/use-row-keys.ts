import type { RefObject } from 'react';
import { useKeys } from './keys.ts';

/**
 * Keys that go from row to row of a table: `j`, `k` and the arrows. The focus is on the link in a row's first cell, so
 * that Enter follows it, and whoever can't see hears where they are. `name` is what a row is, e.g. `decision`.
 */
export function useRowKeys(body: RefObject<HTMLTableSectionElement | null>, name: string): void {
  function move(by: number): void {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('tr td:first-child a') ?? [])];
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
    const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
  useKeys([
    { press: 'j', does: `next ${name}`, run: () => move(1) },
    { press: 'k', does: `previous ${name}`, run: () => move(-1) },
    { press: 'ArrowDown', does: `next ${name}`, run: () => move(1) },
    { press: 'ArrowUp', does: `previous ${name}`, run: () => move(-1) },
  ]);
}
