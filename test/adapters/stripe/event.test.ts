import { describe, expect, test } from 'vitest';
import { parseEvent, readEvent } from '../../../src/adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../../src/adapters/stripe/event-record.ts';
import { askEvent, authorizationObject, PERSON } from '../../support/stripe.ts';

function event(json: unknown): StorableEvent {
  const reading = readEvent(json);
  if (!reading.isEvent || reading.event.id === null || reading.event.createdAtMs === null) throw new Error('no event');
  return reading.event as StorableEvent;
}

describe('an event', () => {
  test.each([
    ['text that is no JSON', '{"type":', 'not_json'],
    ['a thin event', '{"object":"v2.core.event","type":"v1.issuing_authorization.request"}', 'thin_event'],
    ['a bare authorization', '{"object":"issuing.authorization"}', 'not_an_event'],
    ['null', 'null', 'not_an_event'],
    ['a number', '7', 'not_an_event'],
    ['nothing', '', 'not_json'],
  ])('is not read from %s', (_case, text, problem) => {
    expect(parseEvent(text)).toEqual({ isEvent: false, problem });
  });

  test('is read from JSON nested deeper than any stack', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = `{"object":"event","type":"x","data":{"object":${deep}}}`;
    expect(parseEvent(text).isEvent).toBe(true);
  });

  test('takes its account from the newer context where there is no account', () => {
    expect(event(askEvent(undefined, { account: 'acct_1' })).account).toBe('acct_1');
    expect(event(askEvent(undefined, { context: 'org_1/acct_2' })).account).toBe('acct_2');
    expect(event(askEvent()).account).toBeNull();
  });
});

describe('the record of an event', () => {
  const hash = (text: string) => `h${text.length}`;
  const record = (object: Record<string, unknown>, changes: Record<string, unknown> = {}) =>
    eventRecord(event(askEvent(object, changes)), { livemode: false, account: null }, 5, hash);

  test('holds the listed fields, ids instead of expanded objects, and no person', () => {
    const { fields } = record(
      authorizationObject({ request_history: [{ amount: 5, approved: true, reason: 'card_active' }] }),
    );
    expect(fields).toMatchObject({
      status: 'pending',
      card: 'ic_1',
      cardholder: 'ich_1',
      merchant_data: { network_id: '1234567890', name: 'Sample Rides' },
      request_history: [{ amount: 5, approved: true, reason: 'card_active' }],
    });
    const text = JSON.stringify(record(authorizationObject()));
    for (const personal of Object.values(PERSON)) expect(text).not.toContain(personal);
    expect(text).not.toContain('4242');
  });

  test('holds what the listed fields were before', () => {
    const card = { object: 'issuing.card', id: 'ic_1', status: 'canceled' };
    const { previous } = record(card, { data: { previous_attributes: { status: 'active', last4: '4242' } } });
    expect(previous).toEqual({ status: 'active' });
  });

  test('of an object of an unknown type holds none of its fields', () => {
    expect(record({ object: 'issuing.settlement', id: 'ist_1', secret: 'x' }).fields).toEqual({});
  });

  test('tells content apart, and knows the same content under another event id', () => {
    const real = (text: string) => text;
    const contentOf = (changes: Record<string, unknown>) =>
      eventRecord(event(askEvent(undefined, changes)), { livemode: false, account: null }, 5, real).content;
    expect(contentOf({ id: 'evt_2', created: 1_790_000_009 })).toBe(contentOf({ id: 'evt_3' }));
    expect(contentOf({ data: { object: { amount: 9 } } })).not.toBe(contentOf({}));
  });
});
