import { asciiHost } from './host.ts';

const MAX_LOCAL_LENGTH = 64;
const LOCAL = /^[^\s@"(),:;<>[\\\]]+$/;

/** An e-mail address in two parts. */
export interface EmailAddress {
  /** As it was written. */
  readonly handle: string;
  /** As it stands in the DNS: lower case, ASCII. */
  readonly domain: string;
}

/**
 * The two parts of an address, or null for what is none. Space around it is forgiven; quoted handles and addresses of
 * machines (`[192.0.2.1]`), which nobody signs up with, are none.
 */
export function parseEmail(text: string): EmailAddress | null {
  const written = text.trim();
  const at = written.lastIndexOf('@');
  const handle = written.slice(0, Math.max(at, 0));
  if (handle.length > MAX_LOCAL_LENGTH || !LOCAL.test(handle)) return null;
  const domain = asciiHost(written.slice(at + 1));
  return domain === null ? null : { handle, domain };
}
