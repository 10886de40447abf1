import { describe, expect, test } from 'vitest';
import { readTwilio, type TwilioVariables } from '../../../src/adapters/sms/settings.ts';

const SOUND: TwilioVariables = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a_secret_token',
  TWILIO_FROM: '+14155550999',
  PUBLIC_URL: 'https://countersign.example.com',
};
const read = (changes: TwilioVariables) => readTwilio({ ...SOUND, ...changes });

describe("Twilio's settings", () => {
  test('are read', () => {
    expect(read({ TWILIO_AUTH_TOKEN: 'a_secret_token, the_old_one' })).toEqual({
      problems: [],
      twilio: {
        accountSid: `AC${'0'.repeat(32)}`,
        authTokens: ['a_secret_token', 'the_old_one'],
        from: '+14155550999',
        testNumbers: [],
        apiHost: null,
        publicUrl: 'https://countersign.example.com',
      },
    });
  });

  test('that are not there are no fault', () => {
    expect(readTwilio({ PUBLIC_URL: 'http://localhost:4242' })).toEqual({ twilio: null, problems: [] });
  });

  test('say whom test mode may text', () => {
    expect(read({ TWILIO_TEST_NUMBERS: '*' }).twilio?.testNumbers).toBe('any');
    const numbers = '+14155550100, +447700900123';
    expect(read({ TWILIO_TEST_NUMBERS: numbers }).twilio?.testNumbers).toEqual(['+14155550100', '+447700900123']);
  });

  test.each<[string, TwilioVariables, string]>([
    ['without a token', { TWILIO_AUTH_TOKEN: '' }, 'TWILIO_AUTH_TOKEN is not set: TWILIO_ACCOUNT_SID, '],
    [
      'without sender and account',
      { TWILIO_FROM: undefined, TWILIO_ACCOUNT_SID: undefined },
      'TWILIO_ACCOUNT_SID and TWILIO_FROM are not set',
    ],
    ['with a malformed account', { TWILIO_ACCOUNT_SID: 'SK0123' }, 'TWILIO_ACCOUNT_SID is AC and 32 digits'],
    ['with an empty token in the list', { TWILIO_AUTH_TOKEN: 'a_secret_token,' }, 'TWILIO_AUTH_TOKEN is the auth'],
    ['with a pasted token', { TWILIO_AUTH_TOKEN: 'a_secret …' }, 'TWILIO_AUTH_TOKEN is the auth'],
    ['with numbers that are none', { TWILIO_TEST_NUMBERS: '415 555 0100' }, 'TWILIO_TEST_NUMBERS is a comma-separated'],
    ['with an odd API host', { TWILIO_API_HOST: '127.0.0.1:80' }, 'TWILIO_API_HOST is a scheme and a host'],
    ['without a public URL', { PUBLIC_URL: undefined }, 'PUBLIC_URL is not set: Twilio brings answers'],
    ['with a URL of this machine', { PUBLIC_URL: 'http://localhost:4242' }, 'PUBLIC_URL is no public https host'],
    ['with a private address', { PUBLIC_URL: 'https://192.168.1.9' }, 'PUBLIC_URL is no public https host'],
    ['with a plain http URL', { PUBLIC_URL: 'http://countersign.example.com' }, 'PUBLIC_URL is no public https host'],
    ['with an underscore', { PUBLIC_URL: 'https://my_gate.example.com' }, 'PUBLIC_URL has an underscore'],
  ])('%s can not be used, and say so', (_case, changes, problem) => {
    const { twilio, problems } = read(changes);
    expect(twilio).toBeNull();
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems.join()).not.toContain('a_secret');
  });

  test('with a sender that nobody can answer to say why', () => {
    const { twilio, problems } = read({ TWILIO_FROM: 'MyBank' });
    expect([twilio, problems]).toEqual([null, [expect.stringMatching(/^TWILIO_FROM: "MyBank" is a name, .*; write /)]]);
  });

  test('may name any public URL where Twilio is a local one', () => {
    const local = { TWILIO_API_HOST: 'http://127.0.0.1:12112', PUBLIC_URL: 'http://127.0.0.1:4242' };
    expect(read(local).twilio).toMatchObject({ apiHost: 'http://127.0.0.1:12112', publicUrl: 'http://127.0.0.1:4242' });
  });
});
