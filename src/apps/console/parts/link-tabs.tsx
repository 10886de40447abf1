import { Link } from '@tanstack/react-router';
import './link-tabs.css';

interface LinkTabsProps<Tab extends string> {
  /** What they choose among, for those who hear the page. */
  readonly label: string;
  /** The tabs by what stands in the address, and their names; the first stands there when nothing does. */
  readonly tabs: readonly (readonly [Tab, string])[];
  readonly chosen: Tab;
}

/** Parts of a page of which one is shown: links, so that each has an address of its own (`?tab=`). */
export function LinkTabs<Tab extends string>({ label, tabs, chosen }: LinkTabsProps<Tab>) {
  return (
    <nav className="link-tabs" aria-label={label}>
      {tabs.map(([tab, name], place) => (
        <Link
          key={tab}
          to="."
          search={(now) => searchOf(now, place > 0 ? tab : null)}
          resetScroll={false}
          activeOptions={{ exact: true }}
          aria-current={tab === chosen ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** The address of a tab: in the same world, without what filtered another one. Each page knows the names of its own. */
function searchOf({ live, account }: WorldSearch, tab: string | null): never {
  return { ...(live && { live }), ...(account && { account }), ...(tab !== null && { tab }) } as never;
}

interface WorldSearch {
  readonly live?: true | undefined;
  readonly account?: string | undefined;
}
