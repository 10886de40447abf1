import type { AddressInfo } from 'node:net';
import express from 'express';
import Stripe from 'stripe';

// What everybody writes first, and what Countersign is measured against: the same framework, the same check of the
// signature, and always the same answer. Says where it listens as the service does.

const secret = process.env.BENCH_SECRET ?? '';
const app = express();

app.post('/webhooks/stripe/authorizations', express.raw({ type: 'application/json' }), (request, response) => {
  try {
    Stripe.webhooks.constructEvent(request.body, request.get('stripe-signature') ?? '', secret);
    response.status(200).json({ approved: true });
  } catch {
    response.status(400).json({ error: 'bad request' });
  }
});

const server = app.listen(0, () => {
  // As long as the service keeps them: a generator that reuses a connection just when it is closed would lose a request.
  server.keepAliveTimeout = 75_000;

  console.error(JSON.stringify({ msg: 'listening', port: (server.address() as AddressInfo).port }));
});
