import { describe, expect, test } from 'vitest';
import { eventRecord } from '../../../src/adapters/stripe/event-record.ts';
import { decisionRecord } from '../../../src/core/decision/record.ts';
import { DECISION_FIELDS, EVENT_FIELDS, OBJECT_FIELDS } from '../../../src/core/domain/stored-fields.ts';
import { authorizationOf, verdictOf } from '../../support/asks.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

describe('the list of stored fields', () => {
  test('names every field of a decision record, and none besides', () => {
    const authorization = authorizationOf();
    const record = decisionRecord(
      {
        ...verdictOf(authorization, policyOf(shippedFiles())),
        id: 'dec_1',
        scope: authorization.scope,
        eventId: 'evt_1',
        authorizationId: authorization.id,
        askKey: 'a',
        authorization,
        answeredBy: 'policy',
        askedAtMs: 0,
        receivedAtMs: 0,
        decidedAfterMs: 0,
        counted: null,
        challenge: null,
        reply: { approved: true },
      },
      (text) => text,
    );
    // A second answer is marked when it is shipped.
    expect([...Object.keys(record), 'second_answer_to'].sort()).toEqual(
      DECISION_FIELDS.map(({ field }) => field).sort(),
    );
  });

  test('names every field of an event record, and none besides', () => {
    const event = {
      type: 'issuing_card.updated',
      id: 'evt_1',
      livemode: false,
      account: null,
      createdAtMs: 0,
      apiVersion: null,
      object: {},
      previousAttributes: null,
    };
    const record = eventRecord(event, { livemode: false, account: null }, 0, (text) => text);
    expect(Object.keys(record).sort()).toEqual(EVENT_FIELDS.map(({ field }) => field).sort());
  });

  test('names nothing that says who or where a cardholder is', () => {
    const fields = Object.values(OBJECT_FIELDS).flat();
    const personal = /(^|[._])(name|email|phone|phone_number|line1|line2|postal_code|last4|number|cvc|exp_month|dob)$/;
    expect(fields.filter(({ field }) => personal.test(field) && field !== 'merchant_data.name')).toEqual([]);
  });
});
