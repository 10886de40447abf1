import ipaddr from 'ipaddr.js';
import { BOOL, STRING } from '../scowl-type.ts';
import type { ScowlValue } from '../scowl-value.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE, onText } from './guards.ts';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const PRIVATE_RANGES: ReadonlySet<string> = new Set([
  'private',
  'uniqueLocal',
  'loopback',
  'linkLocal',
  'carrierGradeNat',
  'unspecified',
]);

const IPV6_LETTERS = /^[0-9a-f:.]{2,45}$/i;

const ip = takes('ip', 'string');

export const ADDRESS_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'IPCBlock',
    parameters: [ip],
    description:
      'the neighbourhood of an IP address: its first three numbers, or of IPv6 the /64 that one subscriber has. ' +
      'Null for what is no address',
    example: 'IPCBlock("192.0.2.44") = "192.0.2"',
    result: STRING,
    evaluate: onAddress((address) =>
      isIPv4(address) ? address.octets.slice(0, 3).join('.') : `${networkOf(address, 64)}/64`,
    ),
  }),
  defineFunction({
    name: 'CIDRBlock',
    parameters: [ip, takes('bits', 'int')],
    description:
      'the network of so many leading bits that an IP address is in; null for what is no address, or too many bits',
    example: 'CIDRBlock("192.0.2.44", 24) = "192.0.2.0/24"',
    result: STRING,
    // With all its bits it is the address.
    keepsPersonal: true,
    evaluate: ([text, bits]) => {
      const address = typeof text === 'string' ? parseAddress(text) : null;
      const isLength = typeof bits === 'number' && Number.isInteger(bits) && bits >= 0;
      if (!address || !isLength || bits > address.toByteArray().length * 8) return NO_VALUE;
      return `${networkOf(address, bits)}/${bits}`;
    },
  }),
  defineFunction({
    name: 'IsPrivateIP',
    parameters: [ip],
    description:
      'whether an IP address means something in its own network only: private, loopback, link-local, carrier-grade ' +
      'NAT, unspecified. Null for what is no address',
    example: 'IsPrivateIP("10.1.2.3") = true',
    result: BOOL,
    evaluate: onAddress((address) => PRIVATE_RANGES.has(address.range())),
  }),
  defineFunction({
    name: 'IsIPv6',
    parameters: [ip],
    description:
      'whether an IP address is one of version 6; an IPv4 address written as one is not. Null for what is no address',
    example: 'IsIPv6("2001:db8::1") = true',
    result: BOOL,
    evaluate: onAddress((address) => !isIPv4(address)),
  }),
];

function onAddress(give: (address: Address) => ScowlValue): FunctionDefinition['evaluate'] {
  return onText((text) => {
    const address = parseAddress(text);
    return address ? give(address) : NO_VALUE;
  });
}

/** Four decimal numbers, or IPv6 without a zone; `::ffff:192.0.2.1` is the IPv4 address in it. */
function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!IPV6_LETTERS.test(text)) return null;
  try {
    const address = ipaddr.IPv6.parse(text);
    return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
  } catch {
    return null;
  }
}

function networkOf(address: Address, bits: number): string {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff00 >> kept);
  });
  return ipaddr.fromByteArray(bytes).toString();
}

function isIPv4(address: Address): address is ipaddr.IPv4 {
  return address.kind() === 'ipv4';
}
