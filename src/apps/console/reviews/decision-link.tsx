import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { keepWorld } from '../shell/nav.tsx';

/** To the page of a decision. */
export function DecisionLink({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const to: string = `/decisions/${id}`;
  return (
    <Link to={to} search={keepWorld}>
      {children}
    </Link>
  );
}
