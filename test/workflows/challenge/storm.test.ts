import { describe, expect, it } from 'vitest';
import type { SmsClient } from '../../../src/adapters/sms/client.ts';
import type { RequestFault } from '../../../src/simulator/twilio/faults.ts';
import { disorderly } from '../../../src/simulator/twilio/faults.ts';
import { createRandom } from '../../../src/simulator/world/random.ts';
import { happen } from '../../../src/workflows/challenge/happen.ts';
import { hash, PHONES, texting } from './texting.ts';

const STEPS = 150;
const MINUTE_MS = 60_000;
const HOLDERS = PHONES.map((number, index) => ({ cardholder: `ich_${index + 1}`, card: `ic_${index + 1}`, number }));
const FAULTS: readonly (RequestFault | null)[] = [
  ...(['too_many_requests', 'error_before', 'broken_before', 'hang_after'] as const),
  ...(['error_after', 'error_after', 'broken_after', 'broken_after', null, null] as const),
];
const BODIES = [
  'YES',
  'yes',
  'Yes!',
  'NO',
  'no',
  'Y?',
  'yes but not that one',
  '',
  'STOP',
  'START',
  'START',
  'START',
  'HELP',
];

/** A Twilio client whose process dies before or after it asked. */
function killed({ sendMessage }: Pick<SmsClient, 'sendMessage'>, when: 'before' | 'after') {
  const dying: SmsClient['sendMessage'] = async (message) => {
    if (when === 'after') await sendMessage(message);
    throw new Error('SIGKILL');
  };
  return { sendMessage: dying };
}

describe('under every fault of Twilio, of workers and of time', () => {
  const { open } = texting();

  it.each([1, 2, 3, 4])(
    'nobody is texted twice, nobody who said STOP at all, and nothing is allowed but by a YES (seed %i)',
    async (seed) => {
      const random = createRandom('storm', seed);
      const stage = await open({ seed: String(seed), webhookRetries: 1 });
      const { twilio, ports, phones, pool } = stage;
      // Of what became of a text little is heard.
      const disorder = { doubled: 0.3, late: 0.3, lateMs: 20 };
      const [replies, statuses] = [disorderly({ ...disorder, lost: 0.1 }), disorderly({ ...disorder, lost: 0.8 })];
      twilio.faults.webhook = (one, chance) => (one.kind === 'status' ? statuses : replies)(one, chance);
      const asked: { readonly id: string; readonly amount: string; readonly number: string }[] = [];
      const said: string[] = [];

      async function ask(): Promise<void> {
        const { number, ...holder } = random.pick(HOLDERS);
        const amountMinor = 10_000 + asked.length;
        // Where the phone has an open question the database does not take another one.
        const id = await stage.ask({ ...holder, amountMinor, phone: hash(number) }).catch(() => null);
        if (id !== null) asked.push({ id, number, amount: `${(amountMinor / 100).toFixed(2)} USD` });
      }

      async function send(): Promise<void> {
        // Mostly a late one: what waits longer is void.
        const { id } = random.pick(asked.slice(random.chance(0.8) ? -4 : 0));
        const fault = random.pick(FAULTS);
        twilio.faults.request = ({ method }) => (method === 'POST' ? fault : null);
        const sms = random.weighted([
          [6, ports.sms],
          [1, killed(ports.sms, 'before')],
          [1, killed(ports.sms, 'after')],
        ] as const);
        const times = random.integer(1, 3);
        await Promise.allSettled(Array.from({ length: times }, () => stage.send(id, { sms })));
        // The job is done again when all is well.
        twilio.faults.request = () => null;
        if (random.chance(0.8)) await stage.send(id).catch(() => {});
      }

      async function say(): Promise<void> {
        const { number } = random.chance(0.7) ? random.pick(asked.slice(-5)) : random.pick(HOLDERS);
        const body = random.pick(BODIES);
        said.push(body);
        twilio.account.receive({ from: number, to: twilio.number, body });
        if (random.chance(0.7)) await twilio.account.drained();
      }

      await ask();
      for (let step = 0; step < STEPS; step += 1) {
        const act = random.weighted([
          [6, ask],
          [5, send],
          [3, say],
          [1, stage.settle],
        ] as const);
        await act();
        if (random.chance(0.2)) stage.passes(random.exponential(1) * MINUTE_MS);
      }
      await twilio.account.drained();
      for (let minute = 0; minute < 10; minute += 1) {
        stage.passes(MINUTE_MS);
        await stage.settle();
        for (const { id } of asked) await stage.send(id);
      }
      await twilio.account.drained();
      stage.passes(60 * MINUTE_MS);
      for (const { id } of asked) await happen(pool, id, { kind: 'time', atMs: ports.clock.nowMs() });

      const texts = asked.map(({ amount }) => {
        return phones.filter(({ body }) => body.startsWith('Card alert') && body.includes(amount)).length;
      });
      expect(texts.filter((count) => count > 1)).toEqual([]);
      // It was no calm: many were texted, and some were not.
      expect(texts.filter((count) => count === 1).length).toBeGreaterThan(2);
      const { rows: open_ } = await pool.query(
        "select id from challenges where state in ('pending', 'sent', 'delivered')",
      );
      expect(open_).toEqual([]);
      const { rows: wanted } = await pool.query(
        `select c.id from challenges c join sms_opt_outs o using (phone)
        where o.until is null and c.claimed_at > o.since`,
      );
      expect(wanted).toEqual([]);
      // A YES that was said before anybody heard of its question waits until it is known that the question left.
      const { rows: allowed } = await pool.query(
        `select a.id from allowances a where not exists (select from sms_replies r
          join challenges c on c.id = r.challenge_id where c.id = a.challenge_id and r.reading = 'yes'
            and (r.effect = 'verified' or (r.effect = 'kept' and c.sent_at is not null)))`,
      );
      expect(allowed).toEqual([]);
      expect(said.length).toBeGreaterThan(5);
    },
    120_000,
  );
});
