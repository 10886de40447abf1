import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { createAskSource } from '../../bench/load/ask-source.ts';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { verdictOf } from '../support/asks.ts';
import { policyOf, shippedFiles } from '../support/policy.ts';

const SECRET = 'whsec_bench';

function asks(count: number, nowMs: () => number = Date.now) {
  const source = createAskSource({ port: 4242, path: '/hook', secret: SECRET, prefix: 'x', seed: 7, nowMs });
  return Array.from({ length: count }, () => {
    const { bytes, isApproved } = source.next();
    const [head = '', body = ''] = bytes.toString().split('\r\n\r\n');
    return { head, body, isApproved };
  });
}

describe('the asks of the bench', () => {
  test('are signed so that the SDK accepts them', () => {
    for (const { head, body } of asks(5)) {
      const signature = /Stripe-Signature: (.*)/.exec(head)?.[1] ?? '';
      expect(Stripe.webhooks.constructEvent(body, signature, SECRET).type).toBe('issuing_authorization.request');
      expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    }
  });

  test('are about 8 KB long', () => {
    const lengths = asks(200).map(({ body }) => body.length);
    expect(Math.min(...lengths)).toBeGreaterThan(7_000);
    expect(Math.max(...lengths)).toBeLessThan(9_000);
  });

  test('are all different', () => {
    const events = asks(500).map(({ body }) => JSON.parse(body) as { id: string; data: { object: { id: string } } });
    expect(new Set(events.map(({ id }) => id)).size).toBe(500);
    expect(new Set(events.map(({ data }) => data.object.id)).size).toBe(500);
  });

  test('are to be answered as the shipped policy answers them', () => {
    const policy = policyOf(shippedFiles());
    const expected = asks(1_000);
    for (const { body, isApproved } of expected) {
      const { data } = JSON.parse(body) as { data: { object: unknown } };
      const reading = readAuthorization(data.object, { livemode: false, account: null }, 0);
      if (!reading.isReadable) throw new Error('unreadable');
      expect(verdictOf(reading.authorization, policy).outcome).toBe(isApproved ? 'approve' : 'decline');
    }
    const declined = expected.filter(({ isApproved }) => !isApproved).length;
    expect(declined).toBeGreaterThan(50);
    expect(declined).toBeLessThan(150);
  });

  test('that are prepared come first, as old as their preparation', () => {
    let nowMs = 1_000_000;
    const source = createAskSource({ port: 1, path: '/', secret: SECRET, prefix: 'x', seed: 1, nowMs: () => nowMs });
    source.prepare(2);
    nowMs = 2_000_000;
    const signedAt = () => /t=(\d+)/.exec(source.next().bytes.toString())?.[1];
    expect([signedAt(), signedAt(), signedAt()]).toEqual(['1000', '1000', '2000']);
  });
});
