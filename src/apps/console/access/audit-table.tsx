import { Link } from '@tanstack/react-router';
import type { AuditEntry } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';

/** Acts, each with who and to what; both lead to more of the same. */
export function AuditTable({ rows }: { readonly rows: readonly AuditEntry[] }) {
  return (
    <Scroll label="Acts">
      <table className="table">
        <thead>
          <tr>
            <th>At</th>
            <th>By</th>
            <th>Act</th>
            <th>To what</th>
            <th>With</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq}>
              <td>
                <Time at={row.at} isPrecise />
              </td>
              <td>
                <By by={row.by} />
              </td>
              <td>
                <Link to="/audit" search={(now) => ({ ...keepWorld(now), act: row.act })}>
                  {row.act}
                </Link>
              </td>
              <td>
                <Identifier id={row.subject} length={24} />
              </td>
              <td>{detailText(row.detail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function By({ by }: Pick<AuditEntry, 'by'>) {
  if (by === null) return <span className="faint">erased</span>;
  return (
    <Link to="/audit" search={(now) => ({ ...keepWorld(now), by: by.id })}>
      {by.name ?? by.id}
    </Link>
  );
}

function detailText(detail: AuditEntry['detail']): string {
  const said = Object.entries(detail).filter(([, value]) => value !== null && value !== undefined);
  return said
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
