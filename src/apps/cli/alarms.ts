import { limits } from '../../core/domain/limits.ts';
import { ackVerb } from './alarms/ack.ts';
import { tellAlarms } from './alarms/overview.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP } from './remote/world.ts';

const HELP = `
usage: countersign alarms [--all] [--alarm NAME] [--limit N] [--json]
       countersign alarms ack ID… [--note TEXT] [--json]

What is wrong now, in all processes; --all shows what was, too, the latest first. ack says that somebody knows of it,
and wants a key of scope review.

  --all          those that are over as well
  --alarm NAME   one kind of alarm only, e.g. journal_unwritable
  --limit N      how many (${limits.cliShownRows})
  --note TEXT    what is known of it
  --json         one JSON list: the alarms that are shown or were acknowledged

${WHERE_HELP}

Exits with 0; ack with 1 when there is no such alarm.

example: countersign alarms ack alm_5f0c --note 'disk is being replaced'
`;

const VERBS = { ack: ackVerb };

/** `countersign alarms`: what is and was wrong. */
export const alarmsCommand: RemoteCommand = {
  name: 'alarms',
  summary: 'show what is wrong, and say that somebody knows',
  help: HELP.trimStart(),
  options: {
    all: { type: 'boolean' },
    alarm: { type: 'string' },
    limit: { type: 'string' },
    note: { type: 'string' },
    json: { type: 'boolean' },
  },
  positionals: [0, Number.MAX_SAFE_INTEGER],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellAlarms(given.values);
    return chooseVerb('alarms', VERBS, given, ['json'], here);
  },
};
