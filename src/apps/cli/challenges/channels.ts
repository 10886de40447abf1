import { plain } from '../../../core/decision/plain.ts';
import { becauseInWords } from '../../../core/decision/question.ts';
import type { ChallengeChannel } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import { table } from '../remote/table.ts';
import type { Verb } from '../remote/verbs.ts';
import { minute, who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign challenges channels`: which ways to ask there are, and which are switched off. */
export const channelsVerb: Verb = {
  usage: '',
  words: [0, 0],
  takes: [],
  prepare(_, { json }) {
    return async ({ client }, terminal) => {
      const { data } = await client.challenges.channels();
      if (json) await writeJson(terminal, { data });
      else await write(terminal.stdout, table(['CHANNEL', 'IS', 'SINCE (UTC)', 'BY', 'BECAUSE'], data.map(row)));
      return EXIT.done;
    };
  },
};

/** `countersign challenges pause CHANNEL`: nobody is asked by it any more. */
export const pauseVerb: Verb = {
  usage: 'stripe|twilio',
  words: [1, 1],
  takes: [],
  prepare([channel = ''], { json }) {
    return async ({ client }, terminal) => {
      const paused = await client.challenges.pause(channel);
      if (json) await writeJson(terminal, paused);
      else await write(terminal.stdout, `The channel ${paused.channel} is off: nobody is asked by it.\n`);
      return EXIT.done;
    };
  },
};

/** `countersign challenges resume CHANNEL`: switches it on again. */
export const resumeVerb: Verb = {
  usage: 'stripe|twilio',
  words: [1, 1],
  takes: [],
  prepare([channel = ''], { json }) {
    return async ({ client }, terminal) => {
      const resumed = await client.challenges.resume(channel);
      if (json) await writeJson(terminal, resumed);
      else await write(terminal.stdout, `The channel ${resumed.channel} is on.\n`);
      return EXIT.done;
    };
  },
};

function row({ channel, state, off_at, on_at, because, by }: ChallengeChannel): string[] {
  const since = state === 'off' ? off_at : on_at;
  const actor = by === null ? (off_at === null ? '' : 'itself') : plain(who(by));
  const why = state === 'off' && because !== null ? becauseInWords(because) : '';
  return [channel, state, since === null ? '' : minute(since), actor, why];
}
