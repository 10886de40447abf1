import { describe, expect, test } from 'vitest';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import { readEvent } from '../../../src/adapters/stripe/event.ts';
import { eventRecord, type StorableEvent } from '../../../src/adapters/stripe/event-record.ts';
import { sightingsOfAsk, sightingsOfEvent } from '../../../src/adapters/stripe/sightings.ts';
import { decideOffline } from '../../../src/core/decision/offline.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';
import { askEvent, authorizationObject, PERSON } from '../../support/stripe.ts';

type Json = Record<string, unknown>;
const SCOPE = { livemode: false, account: null };
const hash = (text: string) => `hmac_${text.length}`;
const CREATED = 1_790_000_000;

function recordOf(type: string, object: Json, previous?: Json) {
  const changes = { type, data: { object, ...(previous && { previous_attributes: previous }) } };
  const reading = readEvent({ ...askEvent(object), ...changes });
  if (!reading.isEvent) throw new Error('no event');
  return eventRecord(reading.event as StorableEvent, SCOPE, 5, hash);
}

const holder: Json = {
  id: 'ich_1',
  object: 'issuing.cardholder',
  billing: { address: { line1: PERSON.line1, country: 'GB' } },
  created: 9,
  email: PERSON.email,
  name: PERSON.name,
  phone_number: PERSON.phone,
  requirements: { disabled_reason: 'listed', past_due: ['individual.dob.year'] },
  status: 'blocked',
  type: 'individual',
};

describe('what an event tells of a card and its holder', () => {
  test('of an authorization: the state of both, and nobody’s number or address', () => {
    const record = recordOf('issuing_authorization.created', authorizationObject());
    expect(record.fields.card).toBe('ic_1');
    const { cards, cardholders } = sightingsOfEvent(record);
    expect(cards).toEqual([
      {
        ...{ scope: SCOPE, id: 'ic_1', atMs: CREATED * 1000, from: 'event' },
        told: {
          ...{ status: 'active', type: 'virtual', brand: 'Visa', created: CREATED - 86_400, cardholder: 'ich_1' },
          ...{ warning_type: null, warning_started_at: null },
        },
      },
    ]);
    expect(cardholders).toMatchObject([
      { id: 'ich_1', told: { status: 'active', country: 'US', phone: true, email: `hmac_${PERSON.email.length}` } },
    ]);
    for (const personal of Object.values(PERSON)) expect(JSON.stringify(record)).not.toContain(personal);
  });

  test('of a cardholder: all of it, and that the phone is another one', () => {
    const record = recordOf('issuing_cardholder.updated', holder, { phone_number: '+15550000000', status: 'active' });
    const [sighting] = sightingsOfEvent(record).cardholders;
    expect(sighting).toMatchObject({
      ...{ id: 'ich_1', isPhoneNew: true, previous: { status: 'active' } },
      told: {
        ...{ status: 'blocked', type: 'individual', country: 'GB', created: 9, phone: true },
        ...{ disabled_reason: 'listed', past_due: ['individual.dob.year'], email: expect.stringMatching(/^hmac_/) },
      },
    });
    const text = JSON.stringify(record);
    for (const personal of [...Object.values(PERSON), '+15550000000']) expect(text).not.toContain(personal);
  });

  test('without phone and e-mail: that there are none', () => {
    const record = recordOf('issuing_cardholder.updated', { ...holder, phone_number: null, email: null });
    expect(sightingsOfEvent(record).cardholders).toMatchObject([
      { isPhoneNew: false, told: { phone: false, email: null } },
    ]);
  });

  test('of a card whose warning an older version of the API does not send: nothing of warnings', () => {
    const card = {
      object: 'issuing.card',
      id: 'ic_1',
      status: 'active',
      cardholder: 'ich_1',
      replaced_by: { id: 'ic_2' },
    };
    const [sighting] = sightingsOfEvent(recordOf('issuing_card.updated', card)).cards;
    expect(sighting?.told).toEqual({ status: 'active', cardholder: 'ich_1', replaced_by: 'ic_2' });
  });

  test.each<[string, Json]>([
    ['a card given by its id', authorizationObject({ card: 'ic_1' })],
    ['no card', authorizationObject({ card: undefined, cardholder: undefined })],
    [
      'odd fields',
      authorizationObject({ card: { status: 7, latest_fraud_warning: 'yes', cardholder: { requirements: [] } } }),
    ],
  ])('of an authorization with %s: what can be read of it', (_name, object) => {
    expect(() => sightingsOfEvent(recordOf('issuing_authorization.created', object))).not.toThrow();
  });

  test('of a token: nothing', () => {
    const record = recordOf('issuing_token.updated', { object: 'issuing.token', id: 'intok_1', card: 'ic_1' });
    expect(sightingsOfEvent(record)).toEqual({ cards: [], cardholders: [] });
  });
});

describe('what an ask tells', () => {
  const recorded = (changes: Json = {}) => {
    const read = readAuthorization(authorizationObject(changes), SCOPE, CREATED * 1000);
    if (!read.isReadable) throw new Error(read.problem);
    return decideOffline(read.authorization, {}, policyOf(shippedFiles()), hash);
  };

  test('is short, and holds no cleanliness: older versions send no warning at all', () => {
    const record = recorded();
    expect(JSON.stringify(record.seen).length).toBeLessThan(120);
    expect(sightingsOfAsk(record)).toMatchObject({
      cards: [{ id: 'ic_1', from: 'ask', told: { status: 'active', type: 'virtual', cardholder: 'ich_1' } }],
      cardholders: [{ id: 'ich_1', told: { status: 'active', country: 'US', phone: true } }],
    });
    expect(sightingsOfAsk(record).cards[0]?.told).not.toHaveProperty('warning_type');
  });

  test('has the warning that the card has', () => {
    const warning = { type: 'third_party_reported', started_at: CREATED - 60 };
    const record = recorded({ card: { latest_fraud_warning: warning } });
    expect(sightingsOfAsk(record).cards[0]?.told).toMatchObject({
      warning_type: 'third_party_reported',
      warning_started_at: CREATED - 60,
    });
  });

  test('says nothing of a phone where the cardholder is given by id alone', () => {
    const record = recorded({ card: { cardholder: 'ich_1' } });
    expect(sightingsOfAsk(record).cardholders[0]?.told).toEqual({});
  });
});
