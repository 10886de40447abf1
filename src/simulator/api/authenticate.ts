import { ApiError } from './error.ts';

/** Throws unless the `Authorization` header holds the secret key: as a bearer, or as the user name of Basic. */
export function authenticate(header: string | undefined, secret: string): void {
  const key = keyIn(header ?? '');
  if (key === null) {
    throw new ApiError(
      'There is no API key in this request. Send it in the Authorization header, as a bearer or as the user name.',
      { status: 401 },
    );
  }
  if (key.startsWith('pk_')) {
    const message = 'A publishable key may not do this; use a secret key.';
    throw new ApiError(message, { status: 403, code: 'secret_key_required' });
  }
  if (key !== secret) throw new ApiError(`Invalid API Key provided: ${concealed(key)}`, { status: 401 });
}

export function isLiveKey(secret: string): boolean {
  return /^[a-z]+_live_/.test(secret);
}

function keyIn(header: string): string | null {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return null;
  const [user = ''] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return user === '' ? null : user;
}

/** As much of a key as tells which one it is. */
function concealed(key: string): string {
  const [, kind = ''] = /^([a-z]+_(?:test|live)_)/.exec(key) ?? [];
  return `${kind}${'*'.repeat(8)}${key.slice(kind.length).slice(-4)}`;
}
