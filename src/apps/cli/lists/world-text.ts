import type { ListEntry } from '../../../sdk/index.ts';

/** In whose world an entry is, in words: `test mode`, `live mode, acct_1`. */
export function worldText({ livemode, account }: Pick<ListEntry, 'livemode' | 'account'>): string {
  return `${livemode ? 'live' : 'test'} mode${account === null ? '' : `, ${account}`}`;
}
