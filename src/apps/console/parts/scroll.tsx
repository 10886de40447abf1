import type { ReactNode } from 'react';

interface ScrollProps {
  /** Names the box. */
  readonly label: string;
  /** Whether it is of a limited height, too. */
  readonly isHigh?: boolean;
  readonly children: ReactNode;
}

/** What may be wider than the page, in a box that scrolls by itself, by the keyboard, too. */
export function Scroll({ label, isHigh = false, children }: ScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus no key could scroll it
    <section className={isHigh ? 'scroll high' : 'scroll'} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
