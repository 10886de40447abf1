import { limits } from '../../core/domain/limits.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { assignVerb, noteVerb, openVerb } from './reviews/acts.ts';
import { decideVerb } from './reviews/decide.ts';
import { FILTERS, tellQueue } from './reviews/queue.ts';
import { showVerb } from './reviews/show.ts';

const HELP = `
usage: countersign reviews [filters] [--limit N] [--json]
       countersign reviews show ID [--json]
       countersign reviews assign ID [--to me|nobody|USER|KEY] [--json]
       countersign reviews note ID TEXT [--json]
       countersign reviews decide ID fraud|legitimate [--note TEXT] [--freeze] [--list NAME=WHAT,…]
                                   [--until TIME] [--json]
       countersign reviews open AUTHORIZATION [--note TEXT] [--json]

The queue of what people shall look at: what Review rules matched, what somebody opened by hand, and outages, each of
which is one incident with a sample. A verdict closes a review and is a label of its purchase; a verdict on an incident
labels nothing. Personal data does not belong into notes. All of this wants a key of scope review.

  --status NAME     open (without it), closed or all
  --kind NAME       rule, alarm, manual or incident
  --cause NAME      of this alarm, or of outages about this
  --assigned WHOM   me, nobody, or the id of a user or a key
  --rule ID         opened or joined by this Review rule
  --portfolio NAME  in this portfolio
  --card ID         for this card; so also --cardholder ID, --merchant ID and --authorization ID
  --from TIME       opened then or later: 2026-06-30, 2026-06-30T18:00Z, or 24h ago
  --to TIME         opened before
  --sort NAME       priority (without it), opened (the longest open first) or latest
  --limit N         how many (${limits.cliShownRows})
  --to WHOM         of assign: who is to have it: me (without it), nobody, or the id of a user or a key
  --freeze          of decide: set the card inactive at Stripe
  --list NAME=WHAT  of decide: put the purchase's card, cardholder, merchant, merchant_category or merchant_country
                    on a list; several are separated by commas
  --until TIME      of decide: until when it is on that list: 2026-06-30, or 7d from now; without it for good
  --json            one JSON object: the review; of the queue each review on a line
${WORLD_HELP}

${WHERE_HELP}

example: countersign reviews decide rev_0123456789 fraud --freeze --list blocked_merchants=merchant --until 30d
`;

const VERBS = { show: showVerb, assign: assignVerb, note: noteVerb, decide: decideVerb, open: openVerb };

/** `countersign reviews`: the queue of what people shall look at. */
export const reviewsCommand: RemoteCommand = {
  name: 'reviews',
  summary: 'work the review queue: list, show, assign, note, decide, open',
  help: HELP.trimStart(),
  options: {
    ...FILTERS,
    note: { type: 'string' },
    freeze: { type: 'boolean' },
    list: { type: 'string' },
    until: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 3],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellQueue(given.values, here.nowMs);
    return chooseVerb('reviews', VERBS, given, ['json', ...Object.keys(WORLD_OPTIONS)], here);
  },
};
