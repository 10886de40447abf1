import type { InboundMessage } from '../../adapters/sms/inbound.ts';
import {
  challengesOfPhone,
  changeChallenge,
  lockChallenge,
  type StoredChallenge,
} from '../../adapters/store/database/challenges.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { isOptedOut, noteReply, optIn, optOut, takeMessage } from '../../adapters/store/database/sms.ts';
import { together } from '../../adapters/store/database/together.ts';
import { readPhone } from '../../core/challenge/askable.ts';
import { type OptOutType, type Reply, readReply } from '../../core/challenge/reply.ts';
import { answersUntilMs, isOpen } from '../../core/challenge/state.ts';
import { type TextsByLanguage, textsFor, textsToReadBy } from '../../core/challenge/texts.ts';
import { answerText } from '../../core/challenge/words.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import { happen } from './happen.ts';
import { isUnheardOf } from './kept.ts';
import { lookNow } from './settle.ts';

/** What taking a reply stands on. */
export interface ReplyPorts {
  readonly pool: SqlPool;
  readonly clock: Clock;
  texts(): Promise<TextsByLanguage>;
  hash(text: string): string;
}

/** What a reply did. */
type ReplyEffect =
  | ('verified' | 'rejected' | 'opted_out' | 'opted_in' | 'asked_again' | 'kept')
  | ('too_late' | 'no_question' | 'nothing' | 'repeated');

/** How a reply was read, what it did, and what it is answered with; null: nothing. */
export interface ReplyTaken {
  readonly reading: Reply | 'repeated';
  readonly effect: ReplyEffect;
  readonly answer: string | null;
}

/** What is answered: one of the texts of its language. */
type Answer = Parameters<typeof answerText>[1];

interface Effect {
  readonly effect: ReplyEffect;
  readonly answer: Answer | null;
}

/**
 * Takes a text that somebody sent to us, and all that follows from it in one transaction: what resolves is durable. One
 * that comes again does nothing and is not answered, nor is anybody who wants no texts. Of what it says nothing is kept
 * but how it was read.
 */
export async function takeReply(message: InboundMessage, ports: ReplyPorts): Promise<ReplyTaken> {
  const { pool, clock, hash } = ports;
  const texts = await ports.texts();
  const phone = hash(numberOf(message.from));
  return together(pool, async (joined) => {
    const atMs = clock.nowMs();
    if (!(await takeMessage(joined, { messageId: message.id, phone, atMs }))) return REPEATED;
    const asked = await challengesOfPhone(joined, phone, limits.repliesLookBack);
    const meant = meantBy(asked, atMs);
    const reading = readReply(message.body, optOutTypeOf(message), textsToReadBy(meant?.language ?? null, texts));
    const { effect, answer } = await bringAbout(joined, reading, { phone, asked, meant, atMs });
    await noteReply(joined, { messageId: message.id, challengeId: meant?.id ?? null, reading, effect });
    const isSilent = answer === null || meant === null || (await isOptedOut(joined, phone));
    return { reading, effect, answer: isSilent ? null : worded(answer, meant, texts) };
  });
}

/** What is no plain number (a short code, a name, another service's) was asked nothing: it has a name of its own. */
function numberOf(from: string): string {
  return (/^\+\d+$/.test(from) && readPhone(from)?.number) || from;
}

const REPEATED: ReplyTaken = { reading: 'repeated', effect: 'repeated', answer: null };

function optOutTypeOf({ optOutType }: InboundMessage): OptOutType | null {
  const types: readonly string[] = ['STOP', 'START', 'HELP'] satisfies OptOutType[];
  return optOutType !== null && types.includes(optOutType) ? (optOutType as OptOutType) : null;
}

/**
 * The question that a reply is about: the one that is open, or else the latest, unless that is long over. What was
 * certainly not sent nobody can answer.
 */
function meantBy(asked: readonly StoredChallenge[], atMs: number): StoredChallenge | null {
  const answerable = asked.filter((each) => {
    const wasSent = each.channel === 'twilio' && (each.sentAtMs !== null || each.claimedAtMs !== null);
    return wasSent && atMs < answersUntilMs(each) + limits.challengeLateReplyMs;
  });
  return answerable.find(isOpen) ?? answerable[0] ?? null;
}

interface About {
  readonly phone: string;
  readonly asked: readonly StoredChallenge[];
  readonly meant: StoredChallenge | null;
  readonly atMs: number;
}

async function bringAbout(joined: SqlPool, reading: Reply, about: About): Promise<Effect> {
  switch (reading) {
    case 'stop':
      return stop(joined, about);
    case 'start':
      await optIn(joined, about.phone, about.atMs);
      return { effect: 'opted_in', answer: null };
    // Twilio answers it by itself, with what stands in its account.
    case 'help':
      return NOTHING;
    case 'unclear':
      return about.meant ? askAgain(joined, about.meant, about.atMs) : NO_QUESTION;
    case 'yes':
    case 'no':
      return about.meant ? answer(joined, reading, about.meant, about.atMs) : NO_QUESTION;
  }
}

const NOTHING: Effect = { effect: 'nothing', answer: null };
const KEPT: Effect = { effect: 'kept', answer: null };
const NO_QUESTION: Effect = { effect: 'no_question', answer: null };
const TOO_LATE: Effect = { effect: 'too_late', answer: 'expired' };

/**
 * For good, in every world; Twilio says so to its owner. What waits to be sent is not sent. What Stripe asks comes from
 * a number of Stripe's, to which nobody said anything.
 */
async function stop(joined: SqlPool, { phone, asked, atMs }: About): Promise<Effect> {
  await optOut(joined, phone, atMs);
  const ours = asked.filter((each) => each.channel === 'twilio' && isOpen(each));
  for (const { id } of ours) await happen(joined, id, { kind: 'stop', atMs });
  return { effect: 'opted_out', answer: null };
}

/** Once for each question, while an answer would still count. */
async function askAgain(joined: SqlPool, meant: StoredChallenge, atMs: number): Promise<Effect> {
  // Another unclear reply may be under way.
  const found = await lockChallenge(joined, meant.id);
  if (!found || !isOpen(found) || found.askedAgainAtMs !== null || atMs >= answersUntilMs(found)) return NOTHING;
  await changeChallenge(joined, meant.id, { askedAgainAtMs: atMs });
  return { effect: 'asked_again', answer: 'unclear' };
}

/**
 * INVARIANT: a YES counts only to a question that is known to have left: until then it is kept. A NO is believed
 * anyhow.
 */
async function answer(joined: SqlPool, kind: 'yes' | 'no', meant: StoredChallenge, atMs: number): Promise<Effect> {
  // Whoever sent it may be writing that down just now.
  const found = await lockChallenge(joined, meant.id);
  if (!found) return NO_QUESTION;
  if (kind === 'yes' && isUnheardOf(found) && atMs < answersUntilMs(found)) {
    const { id, claimedAtMs } = found;
    if (claimedAtMs !== null && isOpen(found)) await enqueue(joined, [lookNow({ id, claimedAtMs }, atMs)]);
    return KEPT;
  }
  const happened = await happen(joined, meant.id, { kind, atMs });
  if (!happened) return NO_QUESTION;
  const { before, after } = happened;
  const isNews = before.state !== after.state;
  switch (after.state) {
    case 'verified':
      return isNews ? { effect: 'verified', answer: 'verified' } : NOTHING;
    // A YES after a NO changes nothing, which is said again; the same NO again is not.
    case 'rejected':
      if (isNews) return { effect: 'rejected', answer: 'rejected' };
      return kind === 'yes' ? { effect: 'nothing', answer: 'rejected' } : NOTHING;
    case 'expired':
      return TOO_LATE;
    default:
      return isOpen(after) ? TOO_LATE : NOTHING;
  }
}

function worded(answer: Answer, meant: StoredChallenge, texts: TextsByLanguage): string | null {
  const { language, amountMinor, currency, merchantName } = meant;
  if (amountMinor === null || currency === null) return null;
  return answerText(textsFor(language === null ? [] : [language], texts), answer, {
    amountMinor,
    currency,
    merchantName,
  });
}
