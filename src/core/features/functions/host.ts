import { getDomain } from 'tldts';
import { STRING } from '../scowl-type.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { NO_VALUE, onText } from './guards.ts';

// What a URL would read as something else than a part of its host. Beyond ASCII it knows itself what may stand there.
const NO_HOST = /[^a-z0-9.\-\u0080-\u{10ffff}]|\s/iu;
const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]|[a-z][a-z0-9-]{0,61}[a-z0-9])$/;
const MAX_HOST_LENGTH = 253;

export const HOST_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'RegistrableDomain',
    parameters: [takes('host', 'string')],
    description:
      'the part of a host that somebody registered, by the Public Suffix List; of what is rented out below it ' +
      '(`x.github.io`), the part of the tenant. Null for an address and for what is no host',
    example: 'RegistrableDomain("mail.shop.co.uk") = "shop.co.uk"',
    result: STRING,
    evaluate: onText((text) => {
      const host = asciiHost(text);
      return (host && getDomain(host, { allowPrivateDomains: true })) ?? NO_VALUE;
    }),
  }),
];

/** The name of a host as it stands in the DNS: lower case, ASCII, at least two labels; null for what is none. */
export function asciiHost(text: string): string | null {
  const written = text.trim();
  if (written.length > MAX_HOST_LENGTH || NO_HOST.test(written)) return null;
  const url = `http://${written}`;
  if (!URL.canParse(url)) return null;
  const host = new URL(url).hostname;
  return host.length <= MAX_HOST_LENGTH && HOST.test(host) ? host : null;
}
