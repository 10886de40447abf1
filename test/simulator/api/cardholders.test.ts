import { describe, expect, test } from 'vitest';
import { HOLDER, openStage, refusalOf } from './stage.ts';

describe('a cardholder', () => {
  test('is created whole and read back', async () => {
    const { stripe } = await openStage();
    const cardholder = await stripe.issuing.cardholders.create({
      ...HOLDER,
      phone_number: '+1 (201) 555-0123',
      individual: { first_name: 'Test', last_name: 'Holder', dob: { day: 1, month: 2, year: 1980 } },
      preferred_locales: ['en', 'fr'],
    });
    expect(cardholder).toMatchObject({
      object: 'issuing.cardholder',
      type: 'individual',
      status: 'active',
      company: null,
      phone_number: '+12015550123',
      individual: { first_name: 'Test', dob: { year: 1980 }, verification: null },
      billing: { address: { line1: '1 Main Street', line2: null } },
      requirements: { disabled_reason: null, past_due: [] },
    });
    expect(await stripe.issuing.cardholders.retrieve(cardholder.id)).toEqual(cardholder);
  });

  test('is changed in what is named, and its cards show it', async () => {
    const { stripe, account } = await openStage();
    const { id } = await stripe.issuing.cardholders.create({ ...HOLDER, metadata: { a: '1' } });
    const card = await stripe.issuing.cards.create({ cardholder: id, currency: 'usd', type: 'virtual' });
    const updated = await stripe.issuing.cardholders.update(id, {
      status: 'inactive',
      individual: { first_name: 'Other' },
      metadata: { b: '2' },
      spending_controls: { spending_limits: [{ amount: 1, interval: 'daily' }] },
    });
    expect(updated).toMatchObject({
      name: HOLDER.name,
      email: HOLDER.email,
      status: 'inactive',
      individual: { first_name: 'Other' },
      metadata: { a: '1', b: '2' },
      spending_controls: { spending_limits_currency: 'usd' },
    });
    expect(account.objects.cards.get(card.id)?.cardholder.status).toBe('inactive');
  });

  test.each([
    ['no name', { name: undefined }, { code: 'parameter_missing', param: 'name' }],
    ['no address', { billing: { address: undefined } }, { param: 'billing' }],
    ['half an address', { billing: { address: { city: 'Springfield' } } }, { param: 'billing[address][country]' }],
    ['a long name', { name: 'n'.repeat(25) }, { param: 'name' }],
    ['a phone number that is none', { phone_number: '12' }, { param: 'phone_number' }],
    ['a text for a hash', { billing: 'here' }, { param: 'billing' }],
  ])('is refused with %s', async (_name, change, expected) => {
    const { stripe } = await openStage();
    const params = { ...HOLDER, ...change } as typeof HOLDER;
    expect(await refusalOf(stripe.issuing.cardholders.create(params))).toMatchObject({ statusCode: 400, ...expected });
  });

  test('that is not there is a 404', async () => {
    const { stripe } = await openStage();
    const refusal = await refusalOf(stripe.issuing.cardholders.retrieve('ich_none'));
    expect(refusal).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' });
  });
});
