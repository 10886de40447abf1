import listed from 'disposable-email-domains' with { type: 'json' };
import listedWithAllBelow from 'disposable-email-domains/wildcard.json' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOOL, INT, STRING } from '../../../../src/core/features/scowl-type.ts';
import { call, functionNamed, NO_VALUE, typeOf } from './call.ts';

const SEED = 20261121;

const NO_ADDRESSES = [
  'not-an-email',
  '',
  '@b.co',
  'jane@',
  'jane@localhost',
  'jane@b..co',
  'jane@b.co.',
  'jane@-b.co',
  'jane@b_c.co',
  'jane@b.co/path',
  'jane@b.co:25',
  'jane@b.co?x',
  'jane@b.co%2e',
  'jane@192.0.2.1',
  'jane@[192.0.2.1]',
  'jane doe@b.co',
  'jane@doe@b.co',
  '"jane"@b.co',
  'Jane <jane@b.co>',
  'mailto:jane@b.co',
  `${'x'.repeat(65)}@b.co`,
  `jane@${'x'.repeat(64)}.co`,
  `jane@${'x.'.repeat(130)}co`,
];

describe('what is no e-mail address', () => {
  test.each(NO_ADDRESSES)('%j has no parts', (text) => {
    for (const name of ['EmailDomain', 'EmailHandle', 'NormalizeEmail', 'IsDisposableEmail']) {
      expect(call(name, text)).toBe(NO_VALUE);
    }
  });
});

describe('the parts of an address', () => {
  test.each([
    ['jane@b.co', 'jane', 'b.co'],
    [' Jane.Doe+x@Mail.B.CO\n', 'Jane.Doe+x', 'mail.b.co'],
    ['jane@Bücher.example', 'jane', 'xn--bcher-kva.example'],
    ['jane@xn--bcher-kva.example', 'jane', 'xn--bcher-kva.example'],
    ['jané@b.co', 'jané', 'b.co'],
    ["o'neil!#$%&*/=?^_`{|}~-@b.co", "o'neil!#$%&*/=?^_`{|}~-", 'b.co'],
    ['+tag@b.co', '+tag', 'b.co'],
  ])('of %j', (text, handle, domain) => {
    expect(call('EmailHandle', text)).toBe(handle);
    expect(call('EmailDomain', text)).toBe(domain);
  });
});

describe('NormalizeEmail', () => {
  test.each([
    ['Jane@B.CO', 'jane@b.co'],
    ['jane+shop@b.co', 'jane@b.co'],
    ['jane+shop+more@b.co', 'jane@b.co'],
    ['jane.doe@b.co', 'jane.doe@b.co'],
    ['j.a.n.e+shop@gmail.com', 'jane@gmail.com'],
    ['J.Ane@GoogleMail.com', 'jane@gmail.com'],
    ['jane@gmail.com.b.co', 'jane@gmail.com.b.co'],
    ['jane@BÜCHER.example', 'jane@xn--bcher-kva.example'],
    ['+shop@b.co', '+shop@b.co'],
    ['+s.hop@gmail.com', '+shop@gmail.com'],
    ['jane\u0301@b.co', 'jan\u00e9@b.co'],
  ])('makes %j %j', (text, expected) => {
    expect(call('NormalizeEmail', text)).toBe(expected);
  });

  test('makes nothing of a handle of dots at Gmail', () => {
    expect(call('NormalizeEmail', '..@gmail.com')).toBe(NO_VALUE);
  });

  test('changes nothing a second time', () => {
    const handle = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.oneof(fc.constantFrom(...'aZ.+-Σ'), fc.string({ maxLength: 1, unit: 'grapheme' })),
    });
    const domain = fc.constantFrom('gmail.com', 'GoogleMail.com', 'b.co', 'Bücher.Example', 'straße.de');
    let addresses = 0;
    fc.assert(
      fc.property(handle, domain, (before, after) => {
        const once = call('NormalizeEmail', `${before}@${after}`);
        if (once === NO_VALUE) return;
        addresses++;
        expect(call('NormalizeEmail', once)).toBe(once);
        expect(call('EmailDomain', once)).toBe(call('EmailDomain', `x@${after}`.replace(/googlemail/i, 'gmail')));
      }),
      { seed: SEED, numRuns: 1_000 },
    );
    expect(addresses).toBeGreaterThan(500);
  });
});

describe('IsDisposableEmail', () => {
  test('has a list to look in that is sorted, and has all names as the DNS has them', () => {
    const foreign = listed.filter((name) => /[^ -~]/.test(name)).map((name) => new URL(`http://${name}`).hostname);
    expect(foreign.filter((name) => !listed.includes(name))).toEqual([]);
    expect(listed).toEqual(listed.toSorted());
    expect(listedWithAllBelow.filter((name) => !/^[a-z0-9.-]+$/.test(name))).toEqual([]);
  });

  test.each([
    ['jane@mailinator.com', true],
    ['jane@MAILINATOR.com', true],
    ['jane@box.mailinator.com', true],
    ['jane@a.box.guerrillamail.com', true],
    // It is listed in both ways of writing it.
    ['jane@thepiratébay.org', true],
    ['jane@xn--thepiratbay-ibb.org', true],
    // Everybody's names below it are meant.
    ['jane@x.dynu.net', true],
    ['jane@a.b.33mail.com', true],
    // Below these each name is somebody's: the first is listed alone, the others are a country's.
    ['jane@za.com', true],
    ['jane@company.za.com', false],
    ['jane@warung.my.id', false],
    ['jane@university.edu.pl', false],
    ['jane@mailinator.example', false],
    ['jane@mailinator.com.b.co', false],
  ])('of %j is %j', (text, expected) => {
    expect(call('IsDisposableEmail', text)).toBe(expected);
  });

  test.each([
    'gmail.com',
    'outlook.com',
    'icloud.com',
    'yahoo.com',
    'proton.me',
    'gmx.de',
    'qq.com',
    'mail.ru',
    'orange.fr',
  ])('is false of the great provider %s', (domain) => {
    expect(call('IsDisposableEmail', `jane@${domain}`)).toBe(false);
  });
});

test('an address tells of a person, and so does what is left of it but for its domain', () => {
  expect(
    ['EmailDomain', 'EmailHandle', 'NormalizeEmail', 'IsDisposableEmail'].filter(
      (name) => functionNamed(name).keepsPersonal,
    ),
  ).toEqual(['EmailHandle', 'NormalizeEmail']);
  expect(typeOf('EmailDomain', STRING)).toEqual(STRING);
  expect(typeOf('IsDisposableEmail', STRING)).toEqual(BOOL);
  expect(typeOf('NormalizeEmail', INT)).toEqual({
    fault: 'NormalizeEmail takes a string as email; this is an int',
    argument: 0,
  });
});
