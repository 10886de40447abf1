import type { Role } from '../../core/domain/role.ts';
import { KEY_SCOPES, type KeyScope } from './key-scopes.ts';

const ANALYST = ['read', 'decide', 'review', 'policy'] as const;

/** What each role may do: a user has the scopes of the role and no others. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly KeyScope[]>> = {
  viewer: ['read'],
  analyst: ANALYST,
  approver: [...ANALYST, 'approve', 'unmask'],
  admin: ['admin'],
};

/** All that somebody with these scopes may do: `admin` is every one of them. */
export function allScopes(given: readonly string[]): readonly KeyScope[] {
  return KEY_SCOPES.filter((scope) => given.includes(scope) || given.includes('admin'));
}
