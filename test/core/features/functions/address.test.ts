import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOOL, INT, STRING } from '../../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../../src/core/features/scowl-value.ts';
import { call, functionNamed, NO_VALUE, typeOf } from './call.ts';

const SEED = 20261121;

describe('what is no IP address', () => {
  test.each([
    '',
    'localhost',
    '192.0.2',
    '192.0.2.256',
    '192.0.02.1',
    '0x7f.0.0.1',
    '3221225985',
    '192.0.2.1:80',
    '192.0.2.1/24',
    '1::2::3',
    'fe80::1%eth0',
    '[::1]',
    ' 192.0.2.1',
  ])('%j has no block and no kind', (text) => {
    expect(call('IPCBlock', text)).toBe(NO_VALUE);
    expect(call('CIDRBlock', text, 8)).toBe(NO_VALUE);
    expect(call('IsPrivateIP', text)).toBe(NO_VALUE);
    expect(call('IsIPv6', text)).toBe(NO_VALUE);
  });
});

describe('the block of an address', () => {
  test.each([
    ['192.0.2.44', '192.0.2'],
    ['::ffff:192.0.2.44', '192.0.2'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['::1', '::/64'],
  ])('of %s is %s', (text, expected) => {
    expect(call('IPCBlock', text)).toBe(expected);
  });

  test.each<[string, ScowlValue, ScowlValue]>([
    ['192.0.2.44', 24, '192.0.2.0/24'],
    ['192.0.2.44', 30, '192.0.2.44/30'],
    ['192.0.2.47', 30, '192.0.2.44/30'],
    ['255.255.255.255', 1, '128.0.0.0/1'],
    ['192.0.2.44', 0, '0.0.0.0/0'],
    ['192.0.2.44', 32, '192.0.2.44/32'],
    ['192.0.2.44', 33, NO_VALUE],
    ['192.0.2.44', -1, NO_VALUE],
    ['192.0.2.44', 8.5, NO_VALUE],
    ['192.0.2.44', '8', NO_VALUE],
    ['2001:db8:ffff::1', 33, '2001:db8:8000::/33'],
    ['2001:db8::1', 128, '2001:db8::1/128'],
    ['::ffff:192.0.2.44', 24, '192.0.2.0/24'],
    ['::ffff:192.0.2.44', 64, NO_VALUE],
  ])('of %s with %j bits is %j', (text, bits, expected) => {
    expect(call('CIDRBlock', text, bits)).toBe(expected);
  });

  test('is the same for all addresses in it', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 32 }), (text, bits) => {
        const block = String(call('CIDRBlock', text, bits));
        expect(call('CIDRBlock', block.slice(0, block.indexOf('/')), bits)).toBe(block);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('the kind of an address', () => {
  test.each([
    ['10.1.2.3', true],
    ['172.16.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['127.0.0.1', true],
    ['169.254.1.1', true],
    ['100.64.0.1', true],
    ['0.0.0.0', true],
    ['::ffff:10.1.2.3', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['::1', true],
    ['8.8.8.8', false],
    ['2606:4700::1', false],
  ])('%s is private: %j', (text, expected) => {
    expect(call('IsPrivateIP', text)).toBe(expected);
  });

  test('tells version 6 from version 4, however that is written', () => {
    expect(call('IsIPv6', '2001:db8::1')).toBe(true);
    expect(call('IsIPv6', '192.0.2.1')).toBe(false);
    expect(call('IsIPv6', '::ffff:192.0.2.1')).toBe(false);
  });
});

test('a block of all bits is the address, and tells as much', () => {
  expect(functionNamed('CIDRBlock').keepsPersonal).toBe(true);
  expect(functionNamed('IPCBlock').keepsPersonal).toBeUndefined();
  expect(typeOf('CIDRBlock', STRING, INT)).toEqual(STRING);
  expect(typeOf('CIDRBlock', STRING, STRING)).toMatchObject({ argument: 1 });
  expect(typeOf('IsPrivateIP', STRING)).toEqual(BOOL);
});
