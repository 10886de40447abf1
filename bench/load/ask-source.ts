import { createHmac } from 'node:crypto';
import { createRandom } from '../../src/core/domain/random.ts';
import { authorizationEvent } from './authorization-event.ts';

/** One request ready for the wire, and the answer that it should get. */
export interface SignedAsk {
  readonly bytes: Buffer;
  readonly isApproved: boolean;
}

/** Asks, each unlike all before it. */
export interface AskSource {
  /** Makes and signs until so many are ready, so that sending them costs no more than the sending. */
  prepare(count: number): void;
  /** The next one; made and signed now if none is ready. */
  next(): SignedAsk;
}

export interface AskSourceOptions {
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  /** Begins every id; no two sources of a run have the same. */
  readonly prefix: string;
  readonly seed: number;
  nowMs(): number;
}

/** Makes pretty-printed, signed HTTP requests with the headers that Stripe sends, created and signed when they are made. */
export function createAskSource(options: AskSourceOptions): AskSource {
  const random = createRandom(options.seed);
  let ready: SignedAsk[] = [];
  let first = 0;
  let made = 0;

  function make(): SignedAsk {
    made += 1;
    const createdSeconds = Math.floor(options.nowMs() / 1000);
    const serial = `${options.prefix}${String(made).padStart(8, '0')}`;
    const { event, isApproved } = authorizationEvent({ serial, createdSeconds, random });
    return { bytes: signedRequest(JSON.stringify(event, null, 2), createdSeconds, options), isApproved };
  }

  return {
    prepare(count) {
      if (first * 2 > ready.length) {
        ready = ready.slice(first);
        first = 0;
      }
      while (ready.length - first < count) ready.push(make());
    },
    next() {
      const ask = ready[first];
      if (ask === undefined) return make();
      first += 1;
      return ask;
    },
  };
}

function signedRequest(body: string, seconds: number, { port, path, secret }: AskSourceOptions): Buffer {
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Accept: */*; q=0.5, application/xml',
    'Cache-Control: no-cache',
    'Connection: keep-alive',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Content-Type: application/json; charset=utf-8',
    `Stripe-Signature: t=${seconds},v1=${signature}`,
    'User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
