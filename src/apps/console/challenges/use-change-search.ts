import { useNavigate } from '@tanstack/react-router';
import type { ChallengesSearch } from './search.ts';

/** Changes something of the page's address; undefined takes it away. */
export function useChangeSearch() {
  const navigate = useNavigate({ from: '/challenges' });
  return (changes: { readonly [Name in keyof ChallengesSearch]: ChallengesSearch[Name] | undefined }) =>
    void navigate({
      search: (before) => ({ ...before, ...changes }) as typeof before,
      replace: true,
      resetScroll: false,
    });
}
