import type { OutgoingMessage, Sending, SmsClient } from '../../adapters/sms/client.ts';
import type { TwilioSettings } from '../../adapters/sms/settings.ts';
import { findChannel } from '../../adapters/store/database/challenge-channels.ts';
import { readPhoneFacts } from '../../adapters/store/database/challenge-right.ts';
import {
  changeChallenge,
  findChallenge,
  lockChallenge,
  type StoredChallenge,
} from '../../adapters/store/database/challenges.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { dropKeptYes, optOut, wasTextedBefore } from '../../adapters/store/database/sms.ts';
import { together } from '../../adapters/store/database/together.ts';
import { mayText } from '../../core/challenge/askable.ts';
import { whyNotThisPhone } from '../../core/challenge/right.ts';
import { isOpen } from '../../core/challenge/state.ts';
import { type ChallengeTexts, type TextsByLanguage, textsFor } from '../../core/challenge/texts.ts';
import { questionText } from '../../core/challenge/words.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { JobGivenUp, type JobHandler } from '../../core/domain/job.ts';
import { happen } from './happen.ts';
import { hearKept } from './kept.ts';
import { type Reached, type ReachPorts, reachPhone } from './reach.ts';
import { settling } from './settle.ts';

/** What sending a question stands on. */
export interface SendPorts extends ReachPorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  readonly sms: Pick<SmsClient, 'sendMessage'>;
  readonly settings: Pick<TwilioSettings, 'from' | 'testNumbers' | 'publicUrl'>;
  /** What cardholders are asked, as the policy in force says. */
  texts(): Promise<TextsByLanguage>;
}

/** A question that somebody may send: it is claimed, and nobody else will. */
interface Claimed extends StoredChallenge {
  readonly claimedAtMs: number;
  readonly phone: string;
  readonly body: string;
}

/**
 * Asks a cardholder by Twilio, once. INVARIANT: the question is claimed before anything is sent, and one that is
 * claimed is never sent again: Twilio knows no idempotency keys. What became of a claimed one is told by the status
 * callback, whose URL carries the question's id, or is looked for by `settle_message`. What was certainly not sent
 * gives the claim back, and is tried again as long as there is time.
 */
export function createSender(ports: SendPorts): JobHandler {
  const { pool, clock } = ports;
  return async ({ challenge: id }) => {
    const challenge = await findChallenge(pool, String(id));
    if (!challenge || !isUnsent(challenge)) return;
    if (await isOver(pool, challenge, clock)) return;
    const reached = await reachOrVoid(challenge, ports);
    if (reached.kind === 'gone') {
      await happen(pool, challenge.id, { kind: 'void', atMs: clock.nowMs(), because: reached.because });
      return;
    }
    const texts = textsFor(reached.locales, await ports.texts());
    const claimed = await claim(challenge.id, texts, ports);
    if (claimed === null) return;
    const message = messageFor(claimed, reached.number, ports);
    await record(claimed, await ports.sms.sendMessage(message), ports);
  };
}

/** What Stripe refuses to tell it will not tell later: the phone is free. Nor may every number be texted. */
async function reachOrVoid(challenge: StoredChallenge, ports: SendPorts): Promise<Reached> {
  const { testNumbers } = ports.settings;
  try {
    const reached = await reachPhone(challenge, ports);
    if (reached.kind === 'gone' || mayText(challenge.scope.livemode, reached.number, testNumbers)) return reached;
    return { kind: 'gone', because: 'test_mode' };
  } catch (error) {
    if (error instanceof JobGivenUp) {
      const event = { kind: 'void', atMs: ports.clock.nowMs(), because: 'number_not_told' } as const;
      await happen(ports.pool, challenge.id, event);
    }
    throw error;
  }
}

function isUnsent(challenge: StoredChallenge): boolean {
  const { origin, channel, phone, claimedAtMs, messageId, sentAtMs } = challenge;
  const isOurs = origin === 'countersign' && channel === 'twilio' && phone !== null;
  return isOurs && isOpen(challenge) && claimedAtMs === null && messageId === null && sentAtMs === null;
}

async function isOver(pool: SqlPool, { id, sendByMs }: StoredChallenge, clock: Clock): Promise<boolean> {
  const atMs = clock.nowMs();
  if (atMs < sendByMs) return false;
  await happen(pool, id, { kind: 'time', atMs });
  return true;
}

/** Takes the question for oneself; null where it is not to be sent, or somebody else has it. */
function claim(id: string, texts: ChallengeTexts, { pool, clock, hash }: SendPorts): Promise<Claimed | null> {
  return together(pool, async (joined) => {
    const found = await lockChallenge(joined, id);
    if (!found || !isUnsent(found) || (await isOver(joined, found, clock))) return null;
    const { phone, amountMinor, currency, merchantName } = found;
    const atMs = clock.nowMs();
    if (phone === null || amountMinor === null || currency === null) return null;
    const because = await whyNotStill(joined, found);
    if (because !== null) {
      await happen(joined, id, because === 'opted_out' ? { kind: 'stop', atMs } : { kind: 'void', atMs, because });
      return null;
    }
    // The first that this phone gets says more.
    const isFirst = !(await wasTextedBefore(joined, { ...found, phone }));
    const body = questionText(texts, { merchantName, amountMinor, currency, isFirst });
    const claim = { claimedAtMs: atMs, language: texts.language, bodyHmac: hash(body) };
    await changeChallenge(joined, id, claim);
    await enqueue(joined, [settling({ id, claimedAtMs: atMs }, atMs)]);
    return { ...found, ...claim, phone, body };
  });
}

/**
 * What the decision knew of the phone was some moments old, and minutes may have passed since: the database knows. That
 * there is one question for a phone its index sees to, and that this one counts for the day was decided.
 */
async function whyNotStill(joined: SqlPool, { id, scope, cardholder, phone, terms, askedAtMs }: StoredChallenge) {
  const channel = await findChannel(joined, 'twilio', scope);
  if (channel && channel.onAtMs === null) return 'channel_off';
  const plan = { id, phone, phoneUnchangedMs: terms?.phone_unchanged_ms ?? 0 };
  return whyNotThisPhone(await readPhoneFacts(joined, { scope, cardholder, plan, atMs: askedAtMs }), plan, askedAtMs);
}

/** Twilio advises more than five seconds of validity (its reference of Messages). */
const MIN_VALIDITY_SECONDS = 6;

function messageFor(
  { id, terms, sendByMs, body }: Claimed,
  to: string,
  { clock, settings }: SendPorts,
): OutgoingMessage {
  return {
    to,
    from: terms?.from ?? settings.from,
    body,
    statusCallback: `${settings.publicUrl}/webhooks/twilio/status?challenge=${encodeURIComponent(id)}`,
    validitySeconds: Math.max(MIN_VALIDITY_SECONDS, Math.floor((sendByMs - clock.nowMs()) / 1_000)),
  };
}

/** Writes down what became of it. Rejects where it is to be tried again. */
async function record(claimed: Claimed, sending: Sending, { pool, clock }: SendPorts): Promise<void> {
  const { id, phone } = claimed;
  const atMs = clock.nowMs();
  if (sending.kind === 'unknown') return;
  await together(pool, async (joined) => {
    if (sending.kind === 'sent') {
      await changeChallenge(joined, id, { messageId: sending.sid });
      await happen(joined, id, { kind: 'sent', atMs });
      await hearKept(joined, id);
      return;
    }
    await giveBack(joined, claimed);
    if (sending.kind !== 'refused' || !sending.isPermanent) return;
    if (!sending.isOptOut) await happen(joined, id, { kind: 'undeliverable', atMs, because: sending.because });
    else {
      await optOut(joined, phone, atMs);
      await happen(joined, id, { kind: 'stop', atMs });
    }
  });
  if (sending.kind === 'not_sent' || (sending.kind === 'refused' && !sending.isPermanent)) {
    throw new Error(`Twilio did not take it: ${sending.because}`);
  }
}

/** It was certainly not sent: nobody can have answered it. A status that came meanwhile knows better. */
async function giveBack(joined: SqlPool, { id, claimedAtMs }: Claimed): Promise<void> {
  const found = await lockChallenge(joined, id);
  if (found?.claimedAtMs !== claimedAtMs || found.messageId !== null || found.sentAtMs !== null) return;
  await changeChallenge(joined, id, { claimedAtMs: null });
  await dropKeptYes(joined, id);
}
