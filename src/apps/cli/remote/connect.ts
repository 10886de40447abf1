import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../core/decision/ports.ts';
import { type CountersignClient, createClient } from '../../../sdk/index.ts';
import type { Arguments } from '../command.ts';
import { CalmError } from './calm-error.ts';

/** Where a running service is, and who asks: what the environment says. */
export interface RemoteOptions {
  /** COUNTERSIGN_URL, or this machine. */
  readonly url: string;
  /** COUNTERSIGN_API_KEY; null: the one that the service wrote to `dataDir` at its first start. */
  readonly apiKey: string | null;
  readonly dataDir: string;
  readonly clock: Clock;
}

/** A running service, as a command uses it. */
export interface Service {
  readonly client: CountersignClient;
  readonly url: string;
  /** Where the key is from, for people. */
  readonly keyFrom: string;
  readonly clock: Clock;
}

/** A client of the service, in the world that `--account` and `--live` name. Throws CalmError where that can't be. */
export async function connect(options: RemoteOptions, values: Arguments['values']): Promise<Service> {
  const url = parseUrl(options.url);
  const { apiKey, keyFrom } = await findKey(options, url);
  const world = {
    ...(values.live === true && { livemode: true }),
    ...(typeof values.account === 'string' && { account: values.account }),
  };
  const { clock } = options;
  return { client: createClient({ url: options.url, apiKey, ...world }), url: options.url, keyFrom, clock };
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw new CalmError('COUNTERSIGN_URL is where the service is, without a user: http://127.0.0.1:4242');
}

const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

async function findKey({ apiKey, dataDir }: RemoteOptions, { hostname, origin }: URL) {
  if (apiKey !== null) return { apiKey: sound(apiKey, 'COUNTERSIGN_API_KEY'), keyFrom: 'COUNTERSIGN_API_KEY' };
  // The file's key is that of the service on this machine: nobody else gets to see it.
  if (!THIS_MACHINE.test(hostname)) {
    throw new CalmError(`COUNTERSIGN_API_KEY is not set: ${origin} wants a key (countersign keys create makes one)`);
  }
  const path = join(dataDir, 'admin.key');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const found = error.code === 'ENOENT' ? 'there is none' : `it can't be read (${error.code})`;
    throw new CalmError(
      `there is no API key: COUNTERSIGN_API_KEY is not set, and in ${path} ${found}\n` +
        'The service writes that file at its first start; DATA_DIR says where it keeps its data.',
    );
  });
  return { apiKey: sound(text, path), keyFrom: path };
}

/** What could be a key: anything else no request can carry. */
function sound(text: string, from: string): string {
  const key = text.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new CalmError(`${from} holds no key: one is csk_ and 43 letters and digits`);
}
