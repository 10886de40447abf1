import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { keepWorld } from '../shell/nav.tsx';

interface PageLinkProps {
  /** The address of another page. */
  readonly to: string;
  /** What its address holds besides the world. */
  readonly search?: Readonly<Record<string, string>>;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A link to another page, in the same world. */
export function PageLink({ to, search, className, children }: PageLinkProps) {
  return (
    <Link
      to={to}
      search={(world) => ({ ...keepWorld(world), ...search })}
      {...(className !== undefined && { className })}
    >
      {children}
    </Link>
  );
}
