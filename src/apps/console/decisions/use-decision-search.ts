import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { DecisionSearch } from './decision-search.ts';

const route = getRouteApi('/shell/decisions/$id');

/** What the address of a decision says beside its id, and how to change it; undefined takes something away. */
export function useDecisionSearch() {
  const search: DecisionSearch = route.useSearch();
  const navigate = useNavigate({ from: '/decisions/$id' });
  const change = (changes: { readonly [Name in keyof DecisionSearch]: DecisionSearch[Name] | undefined }) =>
    void navigate({
      search: (before) => ({ ...before, ...changes }) as typeof before,
      replace: true,
      resetScroll: false,
    });
  return { search, change };
}
