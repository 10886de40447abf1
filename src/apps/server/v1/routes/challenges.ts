import {
  type ChallengeCounts,
  type ChallengeLine,
  countUnasked,
  readChallengeFunnel,
} from '../../../../adapters/store/database/challenge-funnel.ts';
import { listChallenges } from '../../../../adapters/store/database/challenge-list.ts';
import { findChallenge, type StoredChallenge } from '../../../../adapters/store/database/challenges.ts';
import { listChannels } from '../../../../adapters/store/database/channel-list.ts';
import { CHALLENGE_CHANNELS, type ChallengeChannel } from '../../../../core/domain/challenge.ts';
import {
  challenge,
  challengeChannel,
  challengeChannels,
  challengeFilter,
  challengeFunnel,
  challengeFunnelQuery,
  liftRequest,
  wholeChallenge,
} from '../../../../sdk/schema/challenges.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { pauseChannel, resumeChannel } from '../../../../workflows/challenge/channels.ts';
import { liftRejection } from '../../../../workflows/challenge/lift.ts';
import { sayChallenges } from '../challenges/say-challenge.ts';
import { sayChannel } from '../challenges/say-channel.ts';
import { readWholeChallenge } from '../challenges/whole-challenge.ts';
import { readPlace, writeCursor } from '../cursor.ts';
import { readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { soundNote } from '../request.ts';
import { type ApiRequest, route } from '../route.ts';
import { sayTime } from '../say.ts';
import { spanOf } from '../span.ts';

/** Questions to cardholders, and what became of them. */
export const CHALLENGE_ROUTES = [
  route({
    id: 'challenges.list',
    method: 'get',
    path: '/challenges',
    wants: 'read',
    reach: 'scope',
    summary: 'Questions to cardholders, the latest first.',
    query: pageQuery.extend(challengeFilter.shape),
    answer: pageOf(challenge),
    async handle({ pool, clock }, { query: { limit, cursor, from, to, ...same }, scope }) {
      const filter = { scope, ...same, fromMs: msOf(from), toMs: msOf(to) };
      const place = readPlace(cursor);
      const after = place && { askedAtMs: place.atMs, id: place.id };
      const found = await listChallenges(pool, filter, { limit: limit + 1, after });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        data: await sayChallenges(pool, page, clock.nowMs()),
        next: last ? writeCursor(`${last.askedAtMs} ${last.id}`) : null,
      };
    },
  }),
  route({
    id: 'challenges.funnel',
    method: 'get',
    path: '/challenges/funnel',
    wants: 'read',
    reach: 'scope',
    summary: 'The challenges of a time, from asked to saved, and why cardholders could not be asked.',
    query: challengeFunnelQuery,
    answer: challengeFunnel,
    async handle({ pool, clock }, { query: { by, from, to }, scope }) {
      const { fromMs, toMs, endMs } = spanOf({ from, to }, clock.nowMs());
      const span = { fromMs, toMs: endMs };
      const [{ lines, total }, unaskable] = await Promise.all([
        readChallengeFunnel(pool, scope, { ...span, by }),
        countUnasked(pool, scope, span),
      ]);
      const data = lines.map((line) => ({ key: line.key, ...sayCounts(line) }));
      const whole = { by, from: sayTime(fromMs), to: sayTime(toMs), data, total: sayCounts(total) };
      return { ...whole, unaskable: unaskable.map((line) => ({ ...line })) };
    },
  }),
  route({
    id: 'challenges.channels',
    method: 'get',
    path: '/challenges/channels',
    wants: 'read',
    reach: 'scope',
    summary: 'The ways to ask cardholders, and which of them are switched off.',
    answer: challengeChannels,
    async handle({ pool }, { scope }) {
      const [channels, named] = await Promise.all([listChannels(pool, scope), readNames(pool)]);
      return { data: channels.map((row) => sayChannel(row, named)) };
    },
  }),
  route({
    id: 'challenges.get',
    method: 'get',
    path: '/challenges/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'A question to a cardholder with its timeline: replies, the allowance, and what was bought there later.',
    answer: wholeChallenge,
    handle: async (ports, request) => readWholeChallenge(ports, await findOwn(ports, request)),
  }),
  route({
    id: 'challenges.lift',
    method: 'post',
    path: '/challenges/:id/lift',
    wants: 'review',
    reach: 'scope',
    summary: 'Take back a NO that was a mistake: that merchant is declined no longer, and the label is withdrawn.',
    body: liftRequest,
    answer: wholeChallenge,
    async handle(ports, request) {
      const { pool, clock } = ports;
      const note = soundNote(request.body.note);
      const { id } = await findOwn(ports, request);
      const lifted = await liftRejection(pool, id, { note, author: request.caller.id, nowMs: clock.nowMs() });
      if (lifted?.kind === 'done') return readWholeChallenge(ports, lifted.challenge);
      if (!lifted) throw new Problem('not_found', `there is no challenge ${id} any more`);
      if (lifted.kind === 'not_rejected') {
        throw new Problem('conflict', `it was not answered NO: it is ${lifted.state}`);
      }
      const { name, id: by } = (await readNames(pool))(lifted.liftedBy);
      throw new Problem('conflict', `${name ?? by} took it back before`);
    },
  }),
  route({
    id: 'challenges.pause',
    method: 'post',
    path: '/challenges/channels/:channel/pause',
    wants: 'policy',
    reach: 'scope',
    summary: 'Switch a channel off: nobody is asked by it in this mode and account until it is resumed.',
    answer: challengeChannel,
    async handle({ pool, clock }, { param, scope, caller }) {
      const channel = channelNamed(param('channel'));
      const paused = await pauseChannel(pool, channel, scope, { author: caller.id, nowMs: clock.nowMs() });
      if (!paused) throw new Problem('conflict', `the channel ${channel} is switched off already`);
      return sayChannel(paused, await readNames(pool));
    },
  }),
  route({
    id: 'challenges.resume',
    method: 'post',
    path: '/challenges/channels/:channel/resume',
    wants: 'policy',
    reach: 'scope',
    summary: 'Switch a channel on again, once what it was switched off for is put right.',
    answer: challengeChannel,
    async handle({ pool, clock }, { param, scope, caller }) {
      const channel = channelNamed(param('channel'));
      const resumed = await resumeChannel(pool, channel, scope, { author: caller.id, nowMs: clock.nowMs() });
      if (!resumed) throw new Problem('conflict', `the channel ${channel} is not switched off`);
      return sayChannel(resumed, await readNames(pool));
    },
  }),
];

async function findOwn({ pool }: ApiPorts, { param, sees }: ApiRequest<unknown, unknown>): Promise<StoredChallenge> {
  const id = param('id');
  const found = await findChallenge(pool, id);
  if (!found || !sees(found.scope)) throw new Problem('not_found', `there is no challenge ${id}`);
  return found;
}

function channelNamed(name: string): ChallengeChannel {
  const channel = CHALLENGE_CHANNELS.find((known) => known === name);
  if (!channel) throw new Problem('not_found', `there is no channel ${name}`);
  return channel;
}

function sayCounts({ key: _, optedOut, approvedAfter, savedAmounts, ...same }: ChallengeLine) {
  return {
    ...(same satisfies Omit<ChallengeCounts, 'optedOut' | 'approvedAfter'>),
    opted_out: optedOut,
    approved_after: approvedAfter,
    saved_amounts: savedAmounts.map(({ currency, amountMinor }) => ({ currency, amount_minor: amountMinor })),
  };
}

function msOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
