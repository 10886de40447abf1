import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ApiKey } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  onEnd(how: 'revoke' | 'erase', key: ApiKey): void;
}

/** Keys, without what makes them keys. */
export function KeyTable({ keys, onEnd }: KeyTableProps) {
  return (
    <Scroll label="Keys">
      <table className="table">
        <thead>
          <tr>
            <th>Whose</th>
            <th>May</th>
            <th>Bound to</th>
            <th>Last used</th>
            <th>Made</th>
            <th>State</th>
            <th>Id</th>
            <th>
              <span className="hidden">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <Row key={key.id} row={key} onEnd={onEnd} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ row, onEnd }: { readonly row: ApiKey; onEnd: KeyTableProps['onEnd'] }) {
  const { id, name, scopes, last_used_at: used, created_at: made, created_by: by, revoked_at: revoked } = row;
  return (
    <tr className={revoked === null ? undefined : 'gone'}>
      <td>
        <Link to="/audit" search={(now) => ({ ...keepWorld(now), by: id })} title="What was done with it">
          {name ?? 'erased'}
        </Link>
      </td>
      <td>{scopes.join(', ')}</td>
      <td>{boundTo(row)}</td>
      <td>{used ? <Time at={used} /> : <span className="faint">never</span>}</td>
      <td>
        <Time at={made} /> by {by.name ?? by.id}
      </td>
      <td>
        {revoked === null ? (
          'in force'
        ) : (
          <>
            revoked <Time at={revoked} />
          </>
        )}
      </td>
      <td>
        <Identifier id={id} length={12} />
      </td>
      <td>
        <Group gap="xs" wrap="nowrap">
          {revoked === null && (
            <Button size="compact-xs" variant="default" onClick={() => onEnd('revoke', row)}>
              Revoke
            </Button>
          )}
          {name !== null && (
            <Button size="compact-xs" variant="default" onClick={() => onEnd('erase', row)}>
              Erase
            </Button>
          )}
        </Group>
      </td>
    </tr>
  );
}

function boundTo({ livemode, account }: ApiKey): string {
  const mode = livemode === null ? [] : [livemode ? 'live mode' : 'test mode'];
  return [...mode, ...(account === null ? [] : [account])].join(', ') || 'nothing';
}
