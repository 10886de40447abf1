import { limits } from '../../core/domain/limits.ts';
import { liftVerb } from './challenges/acts.ts';
import { channelsVerb, pauseVerb, resumeVerb } from './challenges/channels.ts';
import { funnelVerb } from './challenges/funnel.ts';
import { FILTERS, tellChallenges } from './challenges/overview.ts';
import { showVerb } from './challenges/show.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';

const HELP = `
usage: countersign challenges [filters] [--limit N] [--json]
       countersign challenges show ID [--json]
       countersign challenges funnel [--by day|profile|rule|channel] [--days N] [--json]
       countersign challenges lift ID [--note TEXT] [--json]
       countersign challenges channels [--json]
       countersign challenges pause|resume CHANNEL [--json]

Questions to cardholders, asked by text message whether a declined purchase was theirs, and what became of them. show
tells the whole course of one: its texts, replies (how they were read, never what they said), what the YES allows, and
what was bought there later. funnel counts from asked to saved: verified, tried again, approved, and called fraud by
nobody. lift takes back a NO that was a mistake: that merchant is declined on that card no longer, and the label is
withdrawn (scope review). pause switches a channel off; resume switches one on again that somebody paused or Stripe
refused (scope policy).

  --state NAME         open, pending, sent, delivered, verified, rejected, expired, undeliverable, opted_out or void
  --channel NAME       stripe or twilio
  --origin NAME        countersign, or stripe: asked by Stripe itself
  --card ID            about this card; so also --cardholder ID, --merchant ID and --authorization ID
  --profile NAME       under this profile
  --rule ID            asked for by this rule or threshold
  --from TIME          asked then or later: 2026-06-30, 2026-06-30T18:00Z, or 24h ago
  --to TIME            asked before
  --limit N            how many (${limits.cliShownRows})
  --by WORD            of funnel: lines by day (UTC), profile, rule or channel (day)
  --days N             of funnel: how many days back (${limits.spanDays})
  --note TEXT          of lift: why; no names, no numbers of people
  --json               one JSON object; of the list each question on a line
${WORLD_HELP}

${WHERE_HELP}

example: countersign challenges funnel --by profile --days 30
`;

const VERBS = {
  show: showVerb,
  funnel: funnelVerb,
  lift: liftVerb,
  channels: channelsVerb,
  pause: pauseVerb,
  resume: resumeVerb,
};

/** `countersign challenges`: questions to cardholders, and what became of them. */
export const challengesCommand: RemoteCommand = {
  name: 'challenges',
  summary: 'show questions to cardholders: list, show, funnel, lift, channels, pause, resume',
  help: HELP.trimStart(),
  options: {
    ...FILTERS,
    by: { type: 'string' },
    days: { type: 'string' },
    note: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 2],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellChallenges(given.values, here);
    return chooseVerb('challenges', VERBS, given, ['json', ...Object.keys(WORLD_OPTIONS)], here);
  },
};
