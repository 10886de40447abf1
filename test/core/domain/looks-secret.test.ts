import { expect, test } from 'vitest';
import { isSecretName, looksSecret } from '../../../src/core/domain/secrets.ts';

test.each([
  'otp',
  'pin_code',
  'secret_key',
  'user.passwort',
  'oneTimePassword',
  'jwt',
  'headers.cookie',
  'verification_code',
])('what is named %s is a secret', (name) => expect(isSecretName(name)).toBe(true));

test.each(['session_id', 'passenger', 'authorized', 'pin_attempts', 'card', 'code'])(
  'what is named %s is none',
  (name) => expect(isSecretName(name)).toBe(false),
);

test.each([
  'Bearer abcdef123456',
  'eyJhbGciOi.eyJzdWIiOi.c2ln',
  'https://x/?token=abc',
  'sk_live_12345678',
  'Basic dXNlcjpw',
])('%s is one by its look', (text) => expect(looksSecret(text)).toBe(true));

test.each(['bearer of news', 'https://x/?page=2', 'ask_12345678', 'eyJ', ''])('%s is none by its look', (text) =>
  expect(looksSecret(text)).toBe(false),
);
