import { readAllowances, type StoredAllowance } from '../../../src/adapters/store/database/allowances.ts';
import { readChallenges, type StoredChallenge } from '../../../src/adapters/store/database/challenges.ts';
import { isOpen } from '../../../src/core/challenge/state.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { type Ask, type Books, type BroughtReply, isCertainlyUnsent, isKnownOptedOut } from './laws-books.ts';
import { hash, UNLISTED, type World } from './laws-world.ts';

/** What must hold at any time. */
export async function checkNow({ database, books }: World): Promise<void> {
  const { rows } = await database.pool.query<{ phone: string }>(
    `select phone from challenges where state in ('pending', 'sent', 'delivered') and phone is not null
      group by phone having count(*) > 1`,
  );
  for (const { phone } of rows) books.violations.add(`two questions to ${phone} are open`);
}

/** What must hold of everything that happened, once it has come to its end. */
export async function checkAll(world: World): Promise<void> {
  const { books, database } = world;
  const challenges = await readChallenges(database.pool, 'true order by asked_at, id', []);
  const allowances = await readAllowances(database.pool, 'true order by id', []);
  checkTexts(world);
  for (const challenge of challenges) {
    const asked = books.asks.get(challenge.id);
    if (!asked) books.violations.add(`nobody asked for ${challenge.id}`);
    else if (isOpen(challenge)) books.violations.add(`${challenge.id} is still ${challenge.state}`);
    if (asked && challenge.state === 'rejected') await checkRejected(world, challenge, asked);
  }
  for (const id of books.asks.keys()) {
    if (!challenges.some((challenge) => challenge.id === id)) books.violations.add(`${id} is not there`);
  }
  const byId = new Map(challenges.map((challenge) => [challenge.id, challenge]));
  for (const allowance of allowances) {
    const challenge = byId.get(allowance.challengeId);
    const asked = books.asks.get(allowance.challengeId);
    if (challenge && asked) checkAllowance(books, allowance, challenge, asked, challenges);
    else books.violations.add(`${allowance.id} is of no question`);
  }
}

/** One text for each question at most, to nobody who should not get it. */
function checkTexts({ books, twilio }: World): void {
  const left = twilio.account.list({}).filter(({ direction }) => direction === 'outbound-api');
  const counts = Map.groupBy(left, ({ callbackUrl }) => new URL(callbackUrl ?? '').searchParams.get('challenge') ?? '');
  for (const [challenge, texts] of counts) {
    if (texts.length > 1) books.violations.add(`${challenge} was sent ${texts.length} times`);
    if (!books.asks.has(challenge)) books.violations.add(`${challenge} was sent, and nobody asked for it`);
  }
  const maySent = new Set<string>();
  for (const attempt of books.attempts) {
    const { challenge, to, atMs, since, tick } = attempt;
    const asked = books.asks.get(challenge);
    if (!asked) continue;
    const say = (what: string) => books.violations.add(`${challenge} was sent ${what}`);
    if (maySent.has(challenge)) say('though it may have been sent before');
    if (!isCertainlyUnsent(attempt)) maySent.add(challenge);
    if (isKnownOptedOut(books, to, since, tick)) say('after STOP');
    if (to === UNLISTED) say('to a number that is not on the list');
    if (asked.livemode) say('by a Stripe of the other mode');
    if (asked.channel !== 'twilio') say('though Stripe asks');
    if (to !== asked.number) say('to another number than when it was decided');
    if (atMs >= asked.askedAtMs + limits.challengeSendByMs) say('too late');
    if ((books.notTaken.get(challenge) ?? Infinity) < since) say('though Stripe had not taken the decline');
  }
}

/** An allowance follows from an exact YES to that question alone, by its terms, and ends with what ends it. */
function checkAllowance(
  books: Books,
  allowance: StoredAllowance,
  challenge: StoredChallenge,
  asked: Ask,
  challenges: readonly StoredChallenge[],
): void {
  const say = (what: string) => books.violations.add(`${allowance.id} ${what}`);
  const yes = books.replies.filter(({ meaning, number, atMs }) => {
    return meaning === 'yes' && number === asked.number && atMs === allowance.fromMs;
  });
  if (!yes.some((reply) => isAnswerTo(books, reply, challenge, asked))) say('came of no YES to its question');
  const mostMinor = Math.floor(asked.amountMinor * asked.timesAmount);
  const { merchant, card, cardholder, isCardPresent, usesDaily } = asked;
  const terms = { merchant, card, cardholder, isCardPresent, usesDaily, eachMinor: mostMinor, totalMinor: mostMinor };
  for (const [name, value] of Object.entries(terms)) {
    if (allowance[name as keyof typeof terms] !== value) say(`is not by its terms: ${name}`);
  }
  if (asked.channel !== 'twilio') say('is of a question of Stripe');
  if (allowance.currency !== 'usd' || allowance.untilMs !== allowance.fromMs + asked.keepMs) say('is too long');
  if (allowance.endedAtMs !== null) return;
  if (challenge.state !== 'verified') say(`stands, and its question is ${challenge.state}`);
  if (books.notTaken.has(asked.id)) say('stands, and Stripe had not taken the decline');
  // Whoever's clock is set back may have been asked, and have answered, before what came before.
  if (books.isClockStepped) return;
  const refused = challenges.some((other) => {
    const { state, answeredAtMs } = other;
    return other.card === card && state === 'rejected' && (answeredAtMs ?? 0) > allowance.fromMs;
  });
  if (refused) say('stands after a NO to another question on its card');
  const since = Math.max(...yes.map(({ beganTick }) => beganTick));
  if (books.phoneChanges.some((change) => change.cardholder === cardholder && change.tick > since)) {
    say('stands after another phone');
  }
}

/** Its text was asked for before the reply came, none other was since, and it was not too late. */
function isAnswerTo(
  books: Books,
  { beganTick, atMs, number }: BroughtReply,
  challenge: StoredChallenge,
  asked: Ask,
): boolean {
  const before = books.attempts.filter(({ to, tick }) => to === number && tick < beganTick);
  const own = before.findLast((attempt) => attempt.challenge === asked.id && !isCertainlyUnsent(attempt));
  if (!own || before.some(({ challenge: id, tick, fault }) => tick > own.tick && id !== asked.id && fault === null))
    return false;
  const { sentAtMs, claimedAtMs, answerByMs } = challenge;
  // Who answers was texted: where nobody had said so before, the time to answer is as from the attempt.
  const fromMs = sentAtMs === null || sentAtMs > atMs ? Math.min(claimedAtMs ?? own.atMs, own.atMs) : sentAtMs;
  // A clock that was set back tells nothing of whether the news or the answer came first.
  const untilMs = books.isClockStepped ? (answerByMs ?? 0) : fromMs + asked.replyMs;
  return atMs < untilMs && (answerByMs ?? 0) === (sentAtMs ?? 0) + asked.replyMs;
}

/** A NO declines, and is one label and one review, and came from that phone. */
async function checkRejected({ books, database }: World, challenge: StoredChallenge, asked: Ask): Promise<void> {
  const { id, answeredAtMs, declinesUntilMs, channel } = challenge;
  const say = (what: string) => books.violations.add(`${id} was refused, ${what}`);
  const { rows } = await database.pool.query<{ labels: number; reviews: number }>(
    `select (select count(*)::int from labels where source = 'challenge' and ref = $1 and verdict = 'fraud') as labels,
      (select count(*)::int from reviews where authorization_id = $2) as reviews`,
    [id, asked.authorization],
  );
  const [{ labels, reviews } = { labels: 0, reviews: 0 }] = rows;
  if (labels !== 1) say(`with ${labels} labels`);
  if (reviews !== 1) say(`with ${reviews} reviews`);
  const until = asked.merchant === null || answeredAtMs === null ? null : answeredAtMs + asked.declineMs;
  if (declinesUntilMs !== until) say(`and declines until ${declinesUntilMs}, not ${until}`);
  if (channel !== 'twilio') say('though nobody told so');
  const isSaid = books.replies.some(({ meaning, number, atMs }) => {
    return meaning === 'no' && atMs === answeredAtMs && hash(number) === challenge.phone;
  });
  if (!isSaid) say('and nobody said NO to it');
}
