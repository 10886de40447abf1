import type { ReactNode } from 'react';

const SIGNS = { approve: '✓', challenge: '!', decline: '✕' } as const;

/** How something is, as a sign, a word and a colour: well, to be looked at, or wrong. */
export function State({ tone, children }: { readonly tone: keyof typeof SIGNS; readonly children: ReactNode }) {
  return (
    <span className="word" data-tone={tone}>
      <span aria-hidden="true">{SIGNS[tone]}</span>
      <span>{children}</span>
    </span>
  );
}
