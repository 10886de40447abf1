import { expect, test } from 'vitest';
import { call, NO_VALUE } from './call.ts';

test.each([
  ['b.co', 'b.co'],
  ['Mail.Shop.CO.uk', 'shop.co.uk'],
  ['a.b.c.example.com', 'example.com'],
  ['shop.tenant.github.io', 'tenant.github.io'],
  ['Bücher.example', 'xn--bcher-kva.example'],
  ['www.食狮.公司.cn', 'xn--85x722f.xn--55qx5d.cn'],
  ['shop.warung.my.id', 'warung.my.id'],
])('of %j, %j was registered', (host, expected) => {
  expect(call('RegistrableDomain', host)).toBe(expected);
});

test.each([
  'co.uk',
  'github.io',
  'com',
  'localhost',
  '192.0.2.1',
  '::1',
  'https://b.co',
  'b.co/x',
  'jane@b.co',
  'b..co',
  '',
])('nobody registered %j', (host) => {
  expect(call('RegistrableDomain', host)).toBe(NO_VALUE);
});

test('a host that is short in its own letters may be too long for the DNS', () => {
  expect(call('RegistrableDomain', `${'食狮.'.repeat(15)}cn`)).toBe('xn--85x722f.cn');
  expect(call('RegistrableDomain', `${'食狮.'.repeat(60)}cn`)).toBe(NO_VALUE);
});
