import { isIP } from 'node:net';

const PRIVATE = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe80:)/;

/**
 * Whether signed messages may go to this URL: by https anywhere, by http where the way is ours: this machine, a private
 * address, a name without a dot (compose, Kubernetes) or one under `.internal`, `.local` or `.localhost`. Never with a
 * user in it.
 */
export function isReceiver(text: string): boolean {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isOurs(url.hostname.replace(/^\[|\]$/g, ''));
}

function isOurs(host: string): boolean {
  if (isIP(host) !== 0) return PRIVATE.test(host);
  return !host.includes('.') || /\.(internal|local|localhost)$/.test(host);
}
