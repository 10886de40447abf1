import { type Scope, useMay, useSession } from '../shell/session.ts';

/**
 * Why whoever is signed in may not do what wants this scope in all modes and accounts, as the policy is one for all;
 * null: they may.
 */
export function useWhyNot(scope: Scope): string | null {
  const session = useSession();
  const may = useMay(scope);
  if (!may) return `You may look, and change nothing: that wants the scope ${scope}.`;
  if (session && (session.livemode !== null || session.account !== null)) {
    return 'Your key is bound to one mode or account, and the policy is one for all.';
  }
  return null;
}
