import type { AskSource } from './ask-source.ts';
import { openConnection } from './connection.ts';
import { ANSWER_TIMEOUT_MS } from './messages.ts';
import type { Sample } from './samples.ts';

/**
 * Saturation: each connection sends its next request on the answer to the last, until `requests` are answered. A
 * connection that breaks is replaced. Ends early when no answer came for `ANSWER_TIMEOUT_MS`.
 */
export async function runClosedLoop(
  port: number,
  { connections, requests }: { readonly connections: number; readonly requests: number },
  source: AskSource,
): Promise<Sample[]> {
  source.prepare(requests);
  const samples: Sample[] = [];
  let ended = 0;
  const over = Promise.withResolvers<void>();

  function sendNext(connection = openConnection(port)): void {
    if (samples.length === requests) {
      connection.close();
      return;
    }
    const { bytes, isApproved } = source.next();
    const sentMs = performance.now();
    const sample: Sample = {
      intendedMs: sentMs,
      sentMs,
      isApproved,
      endedMs: Number.POSITIVE_INFINITY,
      outcome: undefined,
    };
    samples.push(sample);
    connection.send(bytes, (outcome) => {
      sample.endedMs = performance.now();
      sample.outcome = outcome;
      ended += 1;
      if (ended === requests) over.resolve();
      sendNext(connection.isOpen() ? connection : undefined);
    });
  }

  let seen = 0;
  const watch = setInterval(() => {
    if (ended === seen) over.resolve();
    seen = ended;
  }, ANSWER_TIMEOUT_MS);
  for (let opened = 0; opened < connections; opened += 1) sendNext();
  await over.promise;
  clearInterval(watch);
  return samples;
}
