import { onTestFinished } from 'vitest';
import { listen } from '../../src/adapters/http/listen.ts';
import { signedPost } from '../../src/simulator/signed-post.ts';
import type { AskResult, SimulatedEvent } from '../../src/simulator/stripe/transport.ts';
import { createTestApp, TEST_SECRET } from './app.ts';

/** Countersign itself over HTTP, as the synchronous endpoint of a Stripe that signs so, until the test is over. */
export async function servedApp(secret = TEST_SECRET): Promise<(event: SimulatedEvent) => Promise<AskResult>> {
  const { app } = createTestApp();
  const listening = await listen(app, 0, '127.0.0.1');
  onTestFinished(() => listening.close());
  const url = `http://127.0.0.1:${listening.port}/webhooks/stripe/authorizations`;
  return (event) =>
    signedPost({
      url,
      body: JSON.stringify(event),
      secrets: [secret],
      timestampSeconds: Math.floor(Date.now() / 1_000),
      timeoutMs: 2_000,
    });
}
