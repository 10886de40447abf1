import { plain } from '../../../core/decision/plain.ts';
import type { ApiKey } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import type { Ask } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** All keys, revoked ones too. Throws UsageError for options that want to make one. */
export function tellKeys(values: Arguments['values']): Ask {
  const stray = Object.keys(values).find((name) => name !== 'json');
  if (stray !== undefined) throw new UsageError(`--${stray} goes with create`);
  return async ({ client }, terminal) => {
    const { data } = await client.keys.list();
    const headings = ['KEY', 'NAME', 'SCOPES', 'BOUND TO', 'MADE (UTC)', 'LAST USED', 'STATE'];
    if (values.json) await writeJson(terminal, data);
    else await write(terminal.stdout, table(headings, data.map(row)));
    return EXIT.done;
  };
}

function row(key: ApiKey): string[] {
  const { id, name, scopes, created_at, last_used_at: used, revoked_at: revoked } = key;
  const state = revoked === null ? 'in force' : `revoked ${minute(revoked)}`;
  const lastUsed = used === null ? 'never' : minute(used);
  return [id, plain(name ?? '(erased)'), scopes.join(','), boundText(key), minute(created_at), lastUsed, state];
}

/** What a key is bound to, in words: `live mode, acct_1`; a dash where it is to nothing. */
export function boundText({ livemode, account }: Pick<ApiKey, 'livemode' | 'account'>): string {
  const mode = livemode === null ? [] : [livemode ? 'live mode' : 'test mode'];
  return [...mode, ...(account === null ? [] : [account])].join(', ') || '-';
}
