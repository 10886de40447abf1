import { Link } from '@tanstack/react-router';
import { type Scope, useMay } from './session.ts';

/** A page's place in the navigation. `wants` is the scope without which it shows nothing. */
interface Place {
  readonly to: string;
  readonly name: string;
  /** The second of the two keys that lead there, after `g`. */
  readonly key: string;
  readonly wants: Scope;
}

interface Group {
  readonly name: string | null;
  readonly places: readonly Place[];
}

export const GROUPS: readonly Group[] = [
  {
    name: null,
    places: [
      { to: '/', name: 'Now', key: 'n', wants: 'read' },
      { to: '/decisions', name: 'Decisions', key: 'd', wants: 'read' },
      { to: '/challenges', name: 'Challenges', key: 'c', wants: 'read' },
      { to: '/reviews', name: 'Reviews', key: 'r', wants: 'review' },
    ],
  },
  {
    name: 'Policy',
    places: [
      { to: '/policy', name: 'In force', key: 'p', wants: 'read' },
      { to: '/policy/edit', name: 'Edit', key: 'e', wants: 'policy' },
      { to: '/policy/versions', name: 'Versions', key: 'v', wants: 'read' },
      { to: '/policy/shadow', name: 'Shadow', key: 'h', wants: 'read' },
      { to: '/backtests', name: 'Backtest', key: 'b', wants: 'read' },
      { to: '/thresholds', name: 'Thresholds', key: 't', wants: 'read' },
      { to: '/lists', name: 'Lists', key: 'l', wants: 'read' },
    ],
  },
  {
    name: 'Service',
    places: [
      { to: '/system', name: 'System', key: 's', wants: 'read' },
      { to: '/users', name: 'Users', key: 'u', wants: 'admin' },
      { to: '/keys', name: 'Keys', key: 'k', wants: 'admin' },
      { to: '/audit', name: 'Audit', key: 'a', wants: 'admin' },
    ],
  },
];

/** The pages that whoever is signed in may see, in their groups. */
export function Nav({ onFollow }: { onFollow(): void }) {
  return GROUPS.map(({ name, places }) => (
    <div key={name ?? ''} className="shell-group">
      {name && <h2>{name}</h2>}
      {places.map((place) => (
        <PlaceLink key={place.to} place={place} onFollow={onFollow} />
      ))}
    </div>
  ));
}

function PlaceLink({ place: { to, name, wants }, onFollow }: { readonly place: Place; onFollow(): void }) {
  if (!useMay(wants)) return null;
  const activeOptions = { exact: to === '/' || to === '/policy', includeSearch: false };
  return (
    <Link to={to} search={keepWorld} activeOptions={activeOptions} onClick={onFollow}>
      {name}
    </Link>
  );
}

/** To another page in the same world, without the filters of this one. */
export function keepWorld({ live, account }: { live?: true | undefined; account?: string | undefined }) {
  return { ...(live && { live }), ...(account && { account }) };
}
