import { plain } from '../../../core/decision/plain.ts';
import type { User } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import { CalmError } from '../remote/calm-error.ts';
import type { Service } from '../remote/connect.ts';
import type { Ask } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** All users, disabled and erased ones too. Throws UsageError for options that want to make one. */
export function tellUsers(values: Arguments['values']): Ask {
  const stray = Object.keys(values).find((name) => name !== 'json');
  if (stray !== undefined) throw new UsageError(`--${stray} goes with add`);
  return async ({ client }, terminal) => {
    const { data } = await client.users.list();
    const headings = ['USER', 'LOGIN', 'NAME', 'ROLE', 'MADE (UTC)', 'LAST USED', 'STATE'];
    if (values.json) await writeJson(terminal, data);
    else await write(terminal.stdout, table(headings, data.map(row)));
    return EXIT.done;
  };
}

function row(user: User): string[] {
  const { id, login, name, role, created_at: made, last_used_at: used } = user;
  const lastUsed = used === null ? 'never' : minute(used);
  return [id, login ?? '(erased)', plain(name ?? '(erased)'), role, minute(made), lastUsed, stateOf(user)];
}

function stateOf({ disabled_at: disabled, has_password: hasPassword }: User): string {
  if (disabled !== null) return `disabled ${minute(disabled)}`;
  return hasPassword ? 'can sign in' : 'invited';
}

/** The user whom somebody means by a login or an id. Throws CalmError where there is none. */
export async function findUser({ client }: Service, meant: string): Promise<User> {
  const { data } = await client.users.list();
  const user = data.find(({ id, login }) => id === meant || login === meant.trim().toLowerCase());
  if (user) return user;
  throw new CalmError(`there is no user ${plain(meant)}; countersign users lists them`);
}
