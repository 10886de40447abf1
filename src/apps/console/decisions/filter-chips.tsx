import { sayTime } from '../parts/say-time.ts';
import { useChangeFilters } from './filter-bar.tsx';
import type { DecisionsSearch } from './search.ts';
import { inWords } from './words.ts';

/** The filters that are set: each goes by a press, and all at once. */
export function FilterChips({ search }: { readonly search: DecisionsSearch }) {
  const change = useChangeFilters();
  const names = Object.keys(search) as (keyof DecisionsSearch)[];
  if (names.length === 0) return null;
  return (
    <ul className="chips" aria-label="Filters">
      {names.map((name) => (
        <li key={name}>
          <button type="button" className="chip" onClick={() => change({ [name]: undefined })}>
            {inWords(name)}: <b>{said(name, search[name] ?? '')}</b>
            <span aria-hidden="true"> ×</span>
            <span className="hidden">, take it away</span>
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className="chip plain"
          onClick={() => change(Object.fromEntries(names.map((name) => [name, undefined])))}
        >
          clear all
        </button>
      </li>
    </ul>
  );
}

function said(name: keyof DecisionsSearch, value: string): string {
  return name === 'from' || name === 'to' ? sayTime(new Date(value)) : value;
}
