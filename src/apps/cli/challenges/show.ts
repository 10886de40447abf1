import { harmless, plain } from '../../../core/decision/plain.ts';
import { becauseInWords } from '../../../core/decision/question.ts';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import { table } from '../remote/table.ts';
import type { Verb } from '../remote/verbs.ts';
import { minute, who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { moneyText, phoneText } from './overview.ts';

/** `countersign challenges show ID`: the whole course of a question. */
export const showVerb: Verb = {
  usage: 'ID',
  words: [1, 1],
  takes: [],
  prepare([id = ''], { json }) {
    return async ({ client }, terminal) => {
      const challenge = await client.challenges.get(id);
      if (json) await writeJson(terminal, challenge);
      else await write(terminal.stdout, challengePageText(challenge));
      return EXIT.done;
    };
  },
};

/** A question as a page for people: what it is about, what it led to, and what happened. */
export function challengePageText(challenge: WholeChallenge): string {
  const { id, state, because } = challenge;
  const why = because === null ? '' : `: ${becauseInWords(because)}`;
  const rows = [...aboutOf(challenge), ...ledTo(challenge)];
  const lines = rows.map(([label = '', text = '']) => `  ${label.padEnd(10)} ${harmless(text)}\n`).join('');
  const moments = challenge.timeline.map((moment) => [minute(moment.at), ...momentText(moment)]);
  return `${id}  ${state.toUpperCase()}${why}\n\n${lines}\n${table(['AT (UTC)', 'WHAT', 'DETAIL'], moments)}`;
}

function aboutOf(challenge: WholeChallenge): string[][] {
  const { merchant_name: name, merchant, authorization, decision, card, cardholder, channel, origin } = challenge;
  const where = plain(name ?? merchant ?? 'an unnamed merchant');
  const holder = cardholder === null ? '' : ` of ${cardholder}`;
  const stop = challenge.opted_out ? ', which answered STOP' : '';
  return [
    ['about', [moneyText(challenge.amount_minor, challenge.currency), `at ${where}`].join(' ').trim()],
    ['purchase', [authorization, decision].filter((part) => part !== null).join(', ')],
    ['card', `${card ?? 'unknown'}${holder}`],
    ['asked', origin === 'stripe' ? 'by Stripe itself' : `by ${channel}, because of ${challenge.rules.join(', ')}`],
    ...(challenge.phone === null ? [] : [['phone', `${phoneText(challenge)}${stop}`]]),
    ...(challenge.profile === null ? [] : [['profile', `${challenge.profile} of ${challenge.policy_version}`]]),
  ];
}

function ledTo({ allowance, declines_until: until, lifted_by: liftedBy, verdict }: WholeChallenge): string[][] {
  const used = allowance && `${moneyText(allowance.used_minor, allowance.currency)} of `;
  const most = allowance && `${used}${moneyText(allowance.total_minor, allowance.currency)} used`;
  const lifted = liftedBy === null ? '' : `; taken back by ${plain(who(liftedBy))}`;
  return [
    ...(allowance === null
      ? []
      : [['allows', `${allowance.id}, ${allowance.state}, until ${minute(allowance.until)} UTC, ${most}`]]),
    ...(until === null ? [] : [['declines', `until ${minute(until)} UTC${lifted}`]]),
    ...(verdict === null ? [] : [['labelled', verdict]]),
  ];
}

function momentText({ what, because, effect, ref }: WholeChallenge['timeline'][number]): string[] {
  if (what === 'reply') return ['reply', `read as ${because}: ${effect}`];
  if (what === 'purchase') return ['purchase', [effect ?? 'unknown', because, ref].filter(Boolean).join(', ')];
  return [what.replaceAll('_', ' '), because === null ? (ref ?? '') : becauseInWords(because)];
}
