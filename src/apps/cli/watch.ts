import { plain } from '../../core/decision/plain.ts';
import { limits } from '../../core/domain/limits.ts';
import { formatMoney } from '../../core/domain/money.ts';
import type { StreamEvent, StreamState } from '../../sdk/index.ts';
import { EXIT, type Terminal, write } from './command.ts';
import { numberOption, wordOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign watch [--recent N] [--outcome NAME] [--count N] [--json]

Shows decisions as they fall, in all gateways, one a line, until Ctrl-C; with alarms that are raised or end and policy
versions that become live. Where more fall than can be told, it says how many it left out. A line that breaks is opened
again and goes on where it was.

  --recent N       the latest N decisions first (10)
  --outcome NAME   approve, decline or challenge alone
  --count N        end after so many decisions
  --json           each event as one JSON object on a line
${WORLD_HELP}

${WHERE_HELP}

example: countersign watch --outcome decline
`;

const OUTCOMES = ['approve', 'decline', 'challenge'] as const;
type Told = Exclude<StreamEvent, { type: 'end' }>;

/** `countersign watch`: decisions as they fall. */
export const watchCommand: RemoteCommand = {
  name: 'watch',
  summary: 'show decisions as they fall',
  help: HELP.trimStart(),
  options: {
    recent: { type: 'string' },
    outcome: { type: 'string' },
    count: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 0],
  prepare({ values }) {
    const recent = numberOption('recent', values.recent, 10, 0, limits.maxStreamRecent);
    const most = numberOption('count', values.count, Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER);
    const outcome = values.outcome === undefined ? null : wordOption('outcome', values.outcome, 'decline', OUTCOMES);
    return async ({ client }, terminal) => {
      let shown = 0;
      for await (const event of client.stream.follow({ recent, onState: sayState(terminal) })) {
        if (event.type === 'decision' && outcome !== null && event.outcome !== outcome) continue;
        if (values.json) await writeJson(terminal, event);
        else await write(terminal.stdout, `${lineOf(event)}\n`);
        if (event.type === 'decision') shown += 1;
        if (shown >= most) break;
      }
      return EXIT.done;
    };
  },
};

/** Tells once that the line is broken, and once that it stands again. */
function sayState({ stderr }: Terminal): (state: StreamState) => void {
  let isBroken = false;
  return (state) => {
    if (state.kind === 'waiting' && !isBroken) {
      isBroken = true;
      stderr.write(`countersign watch: ${state.error.message}; trying again\n`);
    }
    if (state.kind === 'open' && isBroken) {
      isBroken = false;
      stderr.write('countersign watch: on line again\n');
    }
  };
}

function lineOf(event: Told): string {
  if (event.type === 'decision') return decisionLine(event);
  if (event.type === 'skipped') {
    const { approve, decline, challenge } = event;
    return `… and ${approve} approved, ${decline} declined, ${challenge} challenged that are not shown`;
  }
  const when = event.at.slice(11, 19);
  if (event.type === 'policy') return `${when}  policy ${event.version} is live`;
  if (event.type === 'database') {
    return `${when}  ${event.state === 'away' ? 'the database is away: nothing new is known' : 'the database is back'}`;
  }
  return `${when}  alarm ${plain(event.alarm)} ${event.change}: ${plain(event.text)}`;
}

function decisionLine(event: Extract<Told, { type: 'decision' }>): string {
  const { at, outcome, review, amount_minor: amountMinor, currency, decided_after_ms: ms } = event;
  const amount = amountMinor === null || currency === null ? '' : formatMoney({ amountMinor, currency });
  return [
    at.slice(11, 19),
    `${outcome}${review ? '+' : ''}`.padEnd(10),
    amount.padStart(14),
    plain(event.merchant_name ?? '', 24).padEnd(24),
    (event.merchant_country ?? '').padEnd(2),
    `${ms ?? '?'} ms`.padStart(7),
    event.id,
    `${event.answered_by === 'stand_in' ? 'stand-in: ' : ''}${event.reasons.join(', ')}`,
  ].join('  ');
}
