import { expect, test } from 'vitest';
import { addressOf } from '../../../../src/apps/server/v1/browser.ts';

test('all addresses of an IPv6 network are one where tries are counted, and those of IPv4 are not', () => {
  const of = (ip: string) => addressOf({ ip });
  expect(of('2001:db8:1:2::1')).toBe(of('2001:db8:1:2:ffff:1:2:3'));
  expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:2:2::1'));
  expect(of('192.0.2.1')).not.toBe(of('192.0.2.2'));
});
