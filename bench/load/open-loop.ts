import type { AskSource } from './ask-source.ts';
import { type Connection, openConnection } from './connection.ts';
import { ANSWER_TIMEOUT_MS } from './messages.ts';
import type { Sample } from './samples.ts';

/** Signed so long before they are sent: Stripe's signatures are good for five minutes. */
const PREPARED_SECONDS = 5;
/** Timers are a millisecond coarse: the rest of the way to a request's time is spun. */
const SPIN_MS = 1.5;

/** When requests are to be sent. */
export interface OpenArrivals {
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/**
 * Poisson arrivals that wait for no answer: a request takes a connection that has nothing under way, or a new one. What
 * has no answer `ANSWER_TIMEOUT_MS` after the last request stays without one.
 */
export async function runOpenLoop(
  port: number,
  { ratePerSecond, seconds }: OpenArrivals,
  source: AskSource,
  random: () => number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const idle: Connection[] = [];
  let underWay = 0;
  const prepared = Math.ceil(ratePerSecond * Math.min(seconds, PREPARED_SECONDS));
  source.prepare(prepared);

  function send(intendedMs: number): void {
    const connection = idle.pop() ?? openConnection(port);
    const { bytes, isApproved } = source.next();
    const sentMs = performance.now();
    const sample: Sample = { intendedMs, sentMs, isApproved, endedMs: Number.POSITIVE_INFINITY, outcome: undefined };
    samples.push(sample);
    underWay += 1;
    connection.send(bytes, (outcome) => {
      sample.endedMs = performance.now();
      sample.outcome = outcome;
      underWay -= 1;
      if (connection.isOpen()) idle.push(connection);
      // Now, when nothing is likely to be due: it takes as long as an answer does.
      source.prepare(prepared);
    });
  }

  const endMs = performance.now() + seconds * 1000;
  for (let dueMs = performance.now(); dueMs < endMs; dueMs += (-Math.log(1 - random()) * 1000) / ratePerSecond) {
    await untilMs(dueMs);
    send(dueMs);
  }
  const giveUpMs = performance.now() + ANSWER_TIMEOUT_MS;
  while (underWay > 0 && performance.now() < giveUpMs) await untilMs(performance.now() + 10);
  for (const connection of idle) connection.close();
  return samples;
}

/** Lets the event loop turn until that time. */
function untilMs(dueMs: number): Promise<void> {
  const waitMs = dueMs - performance.now();
  if (waitMs <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const spin = () => {
      if (performance.now() >= dueMs) resolve();
      else setImmediate(spin);
    };
    if (waitMs > SPIN_MS) setTimeout(spin, Math.floor(waitMs - 1));
    else spin();
  });
}
