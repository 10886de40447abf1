import { expect, test } from 'vitest';
import { RECIPE } from '../../support/recipe.ts';
import { DAY, engineOf, HOUR, MINUTE, valuesOf } from './evaluated.ts';

test('the recipe tells both attacks from the logins before a purchase', async () => {
  const { count, plan } = engineOf(RECIPE);
  for (const [index, user] of ['ann', 'bob', 'cy', 'cy'].entries()) {
    await count('login', index * MINUTE, { user_id: user, ip: '203.0.113.7', successful: false });
  }
  await count('login', 5 * MINUTE, { user_id: 'cy', ip: '203.0.113.7', successful: true });
  await count('login', 6 * MINUTE, { user_id: 'dee', ip: '198.51.100.1', successful: true });

  const cy = await count('purchase', HOUR, { user_id: 'cy' });
  expect(valuesOf(cy)).toEqual({
    failed_logins_by_user_5d: 2,
    failed_users_by_login_ip_5d: 3,
    to_stripe: new Map([
      ['failed_logins_by_user_5d', 2],
      ['failed_users_by_login_ip_5d', 3],
    ]),
  });
  const dee = await count('purchase', HOUR, { user_id: 'dee' });
  expect(valuesOf(dee)).toMatchObject({ failed_logins_by_user_5d: 0, failed_users_by_login_ip_5d: 0 });
  const late = await count('purchase', 6 * DAY, { user_id: 'cy' });
  expect(valuesOf(late)).toMatchObject({
    failed_logins_by_user_5d: 0,
    failed_users_by_login_ip_5d: { missing: 'no_event' },
  });
  // By user one timeline for both, by IP another one.
  const kinds = plan.timelines.map(({ columns }) => columns.map(({ kind }) => kind));
  expect(kinds.sort()).toEqual([['identity'], ['mark', 'number']]);
});
