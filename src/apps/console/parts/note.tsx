import type { ReactNode } from 'react';

interface NoteProps {
  /** What kind of news it is: `wrong` is read out at once. */
  readonly tone?: 'plain' | 'good' | 'late' | 'wrong';
  readonly title?: string;
  readonly children: ReactNode;
}

/** A sentence or two that stand out from the page. */
export function Note({ tone = 'plain', title, children }: NoteProps) {
  return (
    <div className="note" data-tone={tone} role={tone === 'wrong' ? 'alert' : 'status'}>
      {title && <strong>{title}. </strong>}
      {children}
    </div>
  );
}
