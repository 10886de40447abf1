import type { RequestFault, Webhook } from '../../../src/simulator/twilio/faults.ts';
import { decisionText, eventText } from '../../adapters/store/database/fixtures.ts';
import { reportOf } from '../../support/reports.ts';
import { PUBLIC_URL } from '../../support/twilio.ts';
import type { Ask, Meaning } from './laws-books.ts';
import { CARDS, type Death, hash, SPARE, type World } from './laws-world.ts';
import { arrive, arriveAgain, DAY_MS, HOUR_MS, MINUTE_MS } from './records.ts';

const WORDS: Readonly<Record<Meaning, readonly string[]>> = {
  yes: ['YES', 'yes', ' Yes. ', 'y'],
  no: ['NO', 'no', 'No!', 'n'],
  unclear: ['yes but not that one', 'what?', '', '👍 maybe', 'no idea', 'yes no', 'YES?'],
  stop: ['STOP', 'stop', 'Unsubscribe', 'cancel'],
  start: ['START', 'unstop'],
  help: ['HELP'],
};

type Step = (world: World) => Promise<void>;

/** What happens, and how often next to the others. */
const STEPS: readonly (readonly [weight: number, name: string, step: Step])[] = [
  [14, 'ask', (world) => ask(world, 1)],
  [6, 'two asks in one second', (world) => ask(world, 2)],
  [26, 'a job', (world) => work(world)],
  [5, 'a job, twice at once', (world) => workTwice(world)],
  [26, 'a webhook', (world) => bring(world)],
  [4, 'a webhook, and again', (world) => bringAgain(world)],
  [5, 'a webhook is lost', async (world) => void takeFrom(world, world.bag)],
  [18, 'a reply', write],
  [4, 'much at once', storm],
  [3, 'a forgery', forge],
  [2, 'news of nothing', unknownNews],
  [3, 'another number', changeNumber],
  [7, 'a report', report],
  [18, 'time passes', passTime],
  [2, 'our clock is set', setClock],
  [4, 'a sweep', ({ sweep }) => sweep()],
  [1, 'all records again', ({ database, clock }) => arriveAgain(database, clock.nowMs())],
];

/** Draws what happens next, and lets it happen. */
export async function takeStep(world: World, mayStepClock: boolean): Promise<void> {
  const drawn = STEPS.filter(([, name]) => mayStepClock || name !== 'our clock is set');
  const [name, step] = world.random.weighted(drawn.map(([weight, ...rest]) => [weight, rest]));
  world.books.log.push(`${world.books.tick()} ${new Date(world.clock.nowMs()).toISOString()} ${name}`);
  await step(world);
  await world.collect();
}

async function ask(world: World, count: number): Promise<void> {
  const { random, books, clock, database } = world;
  const lateMs = random.chance(0.15) ? random.integer(0, 7 * MINUTE_MS) : 0;
  const askedAtMs = Math.floor((clock.nowMs() - lateMs) / 1_000) * 1_000;
  const asks = Array.from({ length: count }, () => drawAsk(world, askedAtMs));
  const early = asks.filter(() => random.chance(0.08));
  for (const one of early) await tell(world, one);
  for (const one of asks) {
    books.asks.set(one.id, one);
    books.log.push(`   ${one.id}: ${one.card} of ${one.cardholder}, ${one.number}, ${one.merchant} ${one.amountMinor}`);
  }
  await arrive(database, asks.map(recordOf), clock.nowMs());
}

function drawAsk({ random, books }: World, askedAtMs: number): Ask {
  const [card, cardholder, first] = random.pick(CARDS);
  const number = String(books.asks.size + books.tick()).padStart(5, '0');
  return {
    ...{ id: `chl_${number}`, authorization: `iauth_${number}`, card, cardholder, askedAtMs },
    number: books.numbers.get(cardholder) ?? first,
    merchant: random.weighted<string | null>([
      [5, '1111111111'],
      [3, '2222222222'],
      [1, null],
    ]),
    amountMinor: random.pick([1_234, 4_000, 99_999, random.integer(1, 500_000)]),
    isCardPresent: random.weighted<boolean | null>([
      [6, false],
      [3, true],
      [1, null],
    ]),
    channel: random.chance(0.06) ? 'stripe' : 'twilio',
    livemode: random.chance(0.04),
    replyMs: random.pick([10 * MINUTE_MS, HOUR_MS]),
    timesAmount: random.pick([1, 1.5, 2]),
    usesDaily: random.integer(1, 5),
    keepMs: random.pick([DAY_MS, 7 * DAY_MS]),
    declineMs: random.pick([DAY_MS, 90 * DAY_MS]),
  };
}

function recordOf(one: Ask): string {
  const { authorization, amountMinor, card, cardholder, merchant, askedAtMs, channel } = one;
  return decisionText(one.id.replace('chl_', 'dec_'), {
    ...{ ask: `${authorization}:0:${amountMinor}`, authorization, livemode: one.livemode },
    ...{ asked_at: askedAtMs, received_at: askedAtMs, decided_after_ms: 1 },
    ...{ overridden: [], considered: [], errors: [], attributes: {}, counted: null },
    ...{ amount_minor: amountMinor, currency: 'usd', card, cardholder, merchant },
    ...{
      merchant_name: `Shop ${merchant ?? 'Without'}`,
      merchant_category: 'taxicabs_limousines',
      merchant_country: 'US',
    },
    facts: { has_rejected_challenge: false, allowance: null, unaskable: null, list_hits: [] },
    ...{ outcome: 'challenge', reasons: ['fraud_risk_score.challenge'] },
    challenge: {
      ...{ id: one.id, channel, from: null, phone: hash(one.number), phone_country: 'US' },
      ...{ phone_ends: one.number.slice(-2), is_card_present: one.isCardPresent, reply_ms: one.replyMs },
      ...{ phone_unchanged_ms: 0, max_per_cardholder_daily: 50, freezes_card: false, decline_ms: one.declineMs },
      allowance: { keep_ms: one.keepMs, times_amount: one.timesAmount, uses_daily: one.usesDaily },
    },
    reply: { approved: false },
  });
}

/** Does a job that is due; where it fails, or its worker dies, the queue has it once more. */
async function work(world: World): Promise<void> {
  const { random, jobs, pool, twilioFaults, clock, books } = world;
  const job = takeFrom(
    world,
    jobs,
    jobs.filter(({ notBeforeMs }) => notBeforeMs <= clock.nowMs()),
  );
  if (!job) return;
  const challenge = String(job.data.challenge);
  const death = random.chance(0.08) ? random.pick<Death>(['before_sending', 'after_sending']) : null;
  const fault = random.weighted(SEND_FAULTS);
  if (fault === null) twilioFaults.delete(challenge);
  else twilioFaults.set(challenge, fault);
  if (random.chance(0.12)) pool.next = { left: random.integer(0, 14), isDone: random.chance(0.5) };
  books.log.push(`   ${job.name} ${challenge} ${death ?? ''} ${fault ?? ''} ${JSON.stringify(pool.next)}`);
  const isDone = await world.work(job, death).then(
    () => true,
    () => false,
  );
  pool.next = null;
  if (!isDone || death !== null || random.chance(0.1)) jobs.push(job);
}

const SEND_FAULTS: readonly (readonly [number, RequestFault | null])[] = [
  [70, null],
  [10, 'too_many_requests'],
  [3, 'error_before'],
  [5, 'error_after'],
  [1, 'hang_before'],
  [2, 'hang_after'],
  [3, 'broken_before'],
  [6, 'broken_after'],
];

async function workTwice(world: World): Promise<void> {
  const { jobs, clock, random } = world;
  const job = takeFrom(
    world,
    jobs,
    jobs.filter(({ notBeforeMs }) => notBeforeMs <= clock.nowMs()),
  );
  if (!job) return;
  if (random.chance(0.5)) world.twilioFaults.delete(String(job.data.challenge));
  const done = await Promise.allSettled([world.work(job), world.work(job)]);
  if (done.some(({ status }) => status === 'rejected')) jobs.push(job);
}

async function bring(world: World, webhook = takeFrom(world, world.bag)): Promise<void> {
  const { random, pool, bag, books } = world;
  if (!webhook) return;
  if (random.chance(0.06)) pool.next = { left: random.integer(0, 12), isDone: random.chance(0.5) };
  const status = await world.bring(webhook);
  pool.next = null;
  books.log.push(`   ${webhook.url} ${JSON.stringify(webhook.params)} ${status}`);
  if (status >= 500) bag.push(webhook);
  else if (status !== 200) books.violations.add(`what Twilio signed was answered with ${status}`);
}

async function bringAgain(world: World): Promise<void> {
  const webhook = takeFrom(world, world.bag);
  if (!webhook) return;
  if (world.random.chance(0.5)) await Promise.all([world.bring(webhook), world.bring(webhook)]);
  else await bring(world, webhook);
  // What comes a second time may come much later.
  world.bag.push(webhook);
}

/** Whoever was texted last, or anybody, writes. */
async function write({ random, books, write: send }: World): Promise<void> {
  const numbers = [...books.numbers.values(), ...books.attempts.slice(-3).map(({ to }) => to), '+12025550199'];
  const meaning = random.weighted<Meaning>([
    [48, 'yes'],
    [18, 'no'],
    [14, 'unclear'],
    [8, 'stop'],
    [9, 'start'],
    [1, 'help'],
  ]);
  send(random.pick(numbers), meaning, random.pick(WORDS[meaning]));
}

async function storm(world: World): Promise<void> {
  const { random } = world;
  const steps = Array.from({ length: random.integer(2, 5) }, () => random.pick([work, bring, workTwice, bringAgain]));
  await Promise.all(steps.map((step) => step(world)));
}

/** INVARIANT: nothing else happens meanwhile: nothing may come of it. */
async function forge(world: World): Promise<void> {
  const { random, books, database } = world;
  const [ask] = [...books.asks.values()].slice(-1);
  const url = `${PUBLIC_URL}/webhooks/twilio`;
  const from = ask?.number ?? '+12025550199';
  const webhook: Webhook = random.pick([
    { kind: 'inbound', url: `${url}/messages`, params: { MessageSid: 'SMforged', From: from, Body: 'YES' } },
    {
      kind: 'status',
      url: `${url}/status?challenge=${ask?.id ?? 'chl_none'}`,
      params: { MessageSid: 'SMforged', MessageStatus: 'delivered' },
    },
  ]);
  const before = await marksOf(database);
  const status = await world.forge(webhook, random.pick([null, '', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=']));
  if (status !== 403) books.violations.add(`a forgery was answered with ${status}`);
  if ((await marksOf(database)) !== before) books.violations.add('a forgery changed something');
}

async function marksOf({ pool }: World['database']): Promise<string> {
  const { rows } = await pool.query(`select (select max(revision) from challenges) as challenges,
    (select count(*) from sms_replies) as replies, (select count(*) from sms_opt_outs) as opt_outs,
    (select count(*) from allowances) as allowances`);
  return JSON.stringify(rows);
}

/** Of a message that nobody knows, about a question that there is not, or that another message put. */
async function unknownNews(world: World): Promise<void> {
  const { books, random, twilio } = world;
  const [known] = twilio.account.list({}).filter(({ direction }) => direction === 'outbound-api');
  const challenge = random.chance(0.5) ? 'chl_none' : new URL(known?.callbackUrl ?? 'a:').searchParams.get('challenge');
  if (challenge !== 'chl_none' && (await messageOf(world, challenge)) === null) return;
  const before = await marksOf(world.database);
  await world.bring({
    kind: 'status',
    url: `${PUBLIC_URL}/webhooks/twilio/status?challenge=${challenge}`,
    params: { MessageSid: 'SMunknown', MessageStatus: random.pick(['delivered', 'failed', 'undelivered']) },
  });
  if ((await marksOf(world.database)) !== before) books.violations.add('news of an unknown message changed something');
}

async function messageOf({ database }: World, challenge: string | null): Promise<string | null> {
  const query = 'select message_id from challenges where id = $1';
  const { rows } = await database.pool.query<{ message_id: string | null }>(query, [challenge]);
  return rows[0]?.message_id ?? null;
}

async function changeNumber(world: World): Promise<void> {
  const { random, books, stripe, database, clock } = world;
  const [, cardholder, first] = random.pick(CARDS);
  const number = random.chance(0.5) ? first : random.pick(SPARE);
  if (books.numbers.get(cardholder) === number) return;
  books.numbers.set(cardholder, number);
  stripe.account.updateCardholder(cardholder, { phone_number: number });
  books.log.push(`   ${cardholder} has ${number}`);
  if (random.chance(0.3)) return;
  const told = stripe.events.filter(({ type }) => type === 'issuing_cardholder.updated').at(-1);
  if (!told) return;
  await arrive(database, [JSON.stringify(reportOf(told, clock.nowMs()))], clock.nowMs());
  books.phoneChanges.push({ cardholder, tick: books.tick() });
}

async function report(world: World): Promise<void> {
  const open = [...world.books.asks.values()].filter(({ id }) => !world.books.notTaken.has(id)).slice(-6);
  const one = takeFrom(world, open);
  if (one) await tell(world, one);
}

/** Stripe tells that it did not take a decline, and perhaps that again. */
async function tell({ random, books, database, clock }: World, one: Ask): Promise<void> {
  const { authorization, amountMinor, card, cardholder, merchant, askedAtMs, livemode } = one;
  const asked = askedAtMs / 1_000;
  const reason = random.pick(['webhook_timeout', 'webhook_error', 'network_fallback', 'webhook_approved']);
  const approved = reason === 'webhook_approved' || random.chance(0.5);
  const fields = {
    ...{ created: asked, approved, card, cardholder, currency: 'usd', status: approved ? 'pending' : 'closed' },
    request_history: [{ approved, reason, created: asked, requested_at: asked, amount: amountMinor, currency: 'usd' }],
    merchant_data: { network_id: merchant, name: 'Shop' },
    authorization_method: 'online',
  };
  const events = Array.from({ length: random.integer(1, 2) }, (_, index) =>
    eventText(`evt_${authorization}_${index}`, {
      type: index === 0 ? 'issuing_authorization.created' : 'issuing_authorization.updated',
      ...{ object_id: authorization, created: asked + 2, received_at: clock.nowMs(), livemode, previous: {}, fields },
    }),
  );
  await arrive(database, events, clock.nowMs());
  books.notTaken.set(one.id, books.tick());
  books.log.push(`   ${one.id} ${reason}`);
}

async function passTime({ random, time }: World): Promise<void> {
  await time.advance(
    random.weighted([
      [60, random.integer(100, 20_000)],
      [25, random.integer(20_000, 2 * MINUTE_MS)],
      [10, random.integer(2 * MINUTE_MS, 12 * MINUTE_MS)],
      [3, random.integer(20 * MINUTE_MS, 70 * MINUTE_MS)],
    ]),
  );
}

async function setClock({ random, skew, books }: World): Promise<void> {
  skew.ms = random.pick([0, random.integer(-5_000, 5_000), random.integer(-20 * MINUTE_MS, 20 * MINUTE_MS)]);
  books.isClockStepped = true;
}

/** Everything comes to its end: the clock is right, nothing fails any more, and hours pass. */
export async function comeToAnEnd(world: World): Promise<void> {
  const { skew, time, twilioFaults, random, bag, jobs, clock } = world;
  skew.ms = 0;
  twilioFaults.clear();
  for (let round = 0; round < 12; round += 1) {
    await world.collect();
    for (const webhook of bag.splice(0)) if (random.chance(0.8)) await world.bring(webhook);
    const due = jobs.splice(0);
    for (const job of due) {
      if (job.notBeforeMs > clock.nowMs()) jobs.push(job);
      else await world.work(job).catch(() => void jobs.push(job));
    }
    await time.advance(round < 8 ? MINUTE_MS : HOUR_MS);
    await world.sweep();
  }
  await arrive(world.database, [], clock.nowMs());
}

/** Takes one out of a list, of these; null where there is none. */
function takeFrom<Thing>(
  { random }: Pick<World, 'random'>,
  list: Thing[],
  among: readonly Thing[] = list,
): Thing | null {
  if (among.length === 0) return null;
  const taken = random.pick(among);
  list.splice(list.indexOf(taken), 1);
  return taken;
}
