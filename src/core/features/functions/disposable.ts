import listed from 'disposable-email-domains' with { type: 'json' };
import listedWithAllBelow from 'disposable-email-domains/wildcard.json' with { type: 'json' };
import { getDomain } from 'tldts';

const withAllBelow: ReadonlySet<string> = new Set(listedWithAllBelow);

/**
 * Whether a host, as `asciiHost` gives it, belongs to a provider of disposable mailboxes: it is on the list, or lies
 * below one that is. Below a listed name that is rented out, each tenant is somebody else, unless the list says that
 * all of them are meant; and nobody is listed for a suffix that is a country's, as `my.id`.
 */
export function isDisposableHost(host: string): boolean {
  const tenant = getDomain(host, { allowPrivateDomains: true }) ?? host;
  const registered = getDomain(host) ?? host;
  return (
    upTo(host, tenant).some((name) => isAmong(listed, name)) ||
    upTo(host, registered).some((name) => withAllBelow.has(name))
  );
}

/** The host and all names above it, up to this one. */
function upTo(host: string, highest: string): string[] {
  const names = [host];
  for (let name = host; name !== highest && name.includes('.'); names.push(name)) {
    name = name.slice(name.indexOf('.') + 1);
  }
  return names;
}

// The list is sorted. Making a set of it would hold up the first event that asks for tens of milliseconds.
function isAmong(sorted: readonly string[], wanted: string): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const name = sorted[middle] ?? '';
    if (name === wanted) return true;
    if (name < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
