import { expect, test } from 'vitest';
import { RECIPE } from '../../../support/recipe.ts';
import { checked, eventOf, faultsOf, termOf } from './sample.ts';

/** The same on `authorization`, where the user is known by another name. */
const ON_AUTHORIZATION = RECIPE.replace('event purchase', 'event authorization').replaceAll(
  'by user_id\n',
  'by cardholder_email as user_id\n',
);

test('the recipe against account takeover works as it stands', () => {
  const { program, diagnostics } = checked(RECIPE);
  expect(diagnostics.map(({ severity, message }) => [severity, message])).toEqual([
    ['warning', 'to_stripe is declared with =, which compares'],
  ]);
  expect([...(program?.events.keys() ?? [])]).toEqual(['login', 'purchase', 'authorization']);
  expect(eventOf(RECIPE, 'purchase').features.map(({ name, text }) => `${name} := ${text}`)).toEqual([
    'failed_logins_by_user_5d := Count<login>(by user_id where not successful last 5 days)',
    'failed_users_by_login_ip_5d := Max<login>(failed_users_by_ip_15m by user_id where successful last 5 days)',
    'to_stripe := {failed_logins_by_user_5d, failed_users_by_login_ip_5d}',
  ]);
  expect(eventOf(RECIPE, 'login').inputs.map(({ name, type }) => [name, type.kind])).toEqual([
    ['user_id', 'unknown'],
    ['ip', 'unknown'],
    ['successful', 'bool'],
  ]);
});

test('on authorization the user is found by the e-mail address, or by metadata', () => {
  const byMetadata = ON_AUTHORIZATION.replaceAll('cardholder_email', 'cardholder_metadata["user_id"]');
  for (const text of [ON_AUTHORIZATION, byMetadata]) {
    expect(checked(text).diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
    expect(termOf(text, 'authorization', 'failed_users_by_login_ip_5d').type.kind).toBe('int');
    expect(eventOf(text, 'login').inputs[0]).toMatchObject({ name: 'user_id', type: { kind: 'string' } });
  }
});

test('pasted under authorization as it stands, it says what to write', () => {
  expect(faultsOf(RECIPE.replace('event purchase', 'event authorization').replace('to_stripe =', 'to_stripe :='))).toBe(
    `
a.scowl:11:6: authorization has no user_id
  11 |   by user_id
            ^^^^^^^
  hint: write by cardholder_email as user_id, or by cardholder_metadata["user_id"] as user_id
a.scowl:17:6: authorization has no user_id
  17 |   by user_id
            ^^^^^^^
  hint: write by cardholder_email as user_id, or by cardholder_metadata["user_id"] as user_id`.trim(),
  );
});

test('the built-in event is there even where no text says anything of it', () => {
  expect(eventOf('event login', 'authorization')).toEqual({
    name: 'authorization',
    isBuiltIn: true,
    inputs: [],
    features: [],
  });
});
