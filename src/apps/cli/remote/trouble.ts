import { harmless } from '../../../core/decision/plain.ts';
import type { CountersignError } from '../../../sdk/index.ts';
import type { Service } from './connect.ts';

/** Why the service did not do it, for people: what is wrong, each fault at its place, and what to do. */
export function troubleText(error: CountersignError, { url, keyFrom }: Pick<Service, 'url' | 'keyFrom'>): string {
  const { code, status, retryAfterSeconds: seconds } = error;
  if (code === 'unreachable') {
    const sentence = status === null ? error.message : `${error.message}: another program may listen there`;
    return `${sentence}\nStart it (countersign serve), or set COUNTERSIGN_URL to where it is.`;
  }
  // What the API says of its headers means nothing here.
  if (code === 'unauthorized') return `${url} does not know the key from ${keyFrom}, or it was revoked`;
  const again = seconds === null ? [] : [`Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`];
  return [...sentences(error), ...again].join('\n');
}

function sentences({ problem, message }: CountersignError): string[] {
  const faults = problem?.errors ?? [];
  if (faults.length === 0) return [harmless(message)];
  // Where in the request a fault stands means nothing to who typed a command; what it is called there does.
  return faults.map(({ path, message: fault }) => harmless(`${path.replace(/^(body|query|headers)\./, '')}: ${fault}`));
}
