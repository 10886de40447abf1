import { plain } from '../../../core/decision/plain.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import { REVIEW_KINDS } from '../../../core/domain/review.ts';
import type { Review } from '../../../sdk/index.ts';
import type { ReviewFilter } from '../../../sdk/resources.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import { numberOption, wordOption } from '../options.ts';
import type { Ask } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { takeRows } from '../remote/take-rows.ts';
import { spanOptions } from '../remote/when.ts';
import { counted, minute, who } from '../remote/words.ts';
import { WORLD_OPTIONS } from '../remote/world.ts';
import { writeJson } from '../remote/write-json.ts';

/** The options that say which reviews. */
export const FILTERS = {
  status: { type: 'string' },
  kind: { type: 'string' },
  cause: { type: 'string' },
  assigned: { type: 'string' },
  rule: { type: 'string' },
  portfolio: { type: 'string' },
  card: { type: 'string' },
  cardholder: { type: 'string' },
  merchant: { type: 'string' },
  authorization: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  sort: { type: 'string' },
  limit: { type: 'string' },
} as const;

const STATES = ['open', 'closed', 'all'] as const;
const SORTS = ['priority', 'opened', 'latest'] as const;

/** The queue, the most pressing first. Throws UsageError for options that want to act on a review. */
export function tellQueue(values: Arguments['values'], nowMs: number): Ask {
  const known = [...Object.keys(FILTERS), ...Object.keys(WORLD_OPTIONS), 'json'];
  const stray = Object.keys(values).find((name) => !known.includes(name));
  if (stray !== undefined)
    throw new UsageError(`--${stray} goes with ${stray === 'note' ? 'open or decide' : 'decide'}`);
  const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 1_000_000);
  const filter = filterOf(values, nowMs);
  return async ({ client }, terminal) => {
    const { rows, isCut } = await takeRows((page) => client.reviews.each({ ...page, ...filter }), wanted);
    if (values.json) {
      for (const review of rows) await writeJson(terminal, review);
      return EXIT.done;
    }
    const headings = ['REVIEW', 'OPENED (UTC)', 'STATE', 'ASSIGNED TO', 'PRIORITY', 'ABOUT', 'BECAUSE'];
    if (rows.length === 0) await write(terminal.stdout, 'No such review.\n');
    else await write(terminal.stdout, table(headings, rows.map(row)));
    if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
    const { open, overdue } = await client.reviews.list({ limit: 1 });
    await write(terminal.stderr, `${counted(open, 'review')} open, ${sayCount(overdue)} overdue\n`);
    return EXIT.done;
  };
}

function filterOf(values: Arguments['values'], nowMs: number): ReviewFilter {
  const { status: given, kind, assigned, sort } = values;
  const status = wordOption('status', given, 'open', STATES);
  const named = ['cause', 'rule', 'portfolio', 'card', 'cardholder', 'merchant', 'authorization'] as const;
  return {
    ...Object.fromEntries(named.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : []))),
    ...(status !== 'all' && { status }),
    ...(kind !== undefined && { kind: wordOption('kind', kind, 'rule', REVIEW_KINDS) }),
    ...(typeof assigned === 'string' && { assigned_to: assigned }),
    ...(sort !== undefined && { sort: wordOption('sort', sort, 'priority', SORTS) }),
    ...spanOptions(values, nowMs),
  };
}

function row(review: Review): string[] {
  const { id, opened_at, assigned_to, authorization, rules, cause, kind, priority } = review;
  return [
    id,
    minute(opened_at),
    stateText(review),
    assigned_to === null ? '-' : plain(who(assigned_to)),
    kind === 'incident' ? 'first' : priority.toFixed(2),
    authorization ?? 'an outage',
    [...(cause === null ? [] : [cause]), ...rules].join(', ') || 'opened by hand',
  ];
}

/** Where a review stands, in words: `open`, `OVERDUE`, `fraud`. */
export function stateText({ overdue, verdict }: Pick<Review, 'overdue' | 'verdict'>): string {
  return verdict ?? (overdue ? 'OVERDUE' : 'open');
}
