import type { Express, Request, RequestHandler, Response } from 'express';
import { keyHash } from '../../../adapters/store/api-key.ts';
import { callerOf } from './authenticate.ts';
import { assertOwnPage, type Credential, credentialOf } from './credential.ts';
import type { ApiPorts } from './ports.ts';
import { Problem, sendProblem } from './problem.ts';

export const BOARD_PATH = '/v1/jobs/board';

const BASIC = /^Basic ([A-Za-z0-9+/=]{1,400})$/;
const KEY = /^csk_[\w-]{20,100}$/;
/** Its page holds its settings in a block of JSON, which is no script, and styles in its elements. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/**
 * bull-board's page on the queues, for looking: what is done to jobs is done through the API, where the audit has it.
 * It wants a key of scope admin, as Bearer, or in a browser as the password of HTTP Basic, or an admin who is signed
 * in. It is loaded when it is first asked for.
 */
export function boardDoor(ports: ApiPorts, held: (hash: string) => void): RequestHandler {
  let loading: Promise<Express> | null = null;

  async function board(): Promise<Express> {
    loading ??= load(ports).catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  return async (request, response, next) => {
    const credential = credentialOf(request) ?? basic(request);
    const caller = await callerOf(ports, credential, { wants: 'admin', reach: 'all' }).catch(orNobody);
    if (credential === null || caller === null) {
      askForKey(response);
      return;
    }
    if (credential.kind === 'session') assertOwnPage(request, ports.publicUrl);
    held(credential.hash);
    response.set(HEADERS);
    (await board())(request, response, next);
  };
}

async function load({ jobs }: ApiPorts): Promise<Express> {
  const [queues, { createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    jobs.queue.library(),
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(BOARD_PATH);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Countersign' } },
  });
  return serverAdapter.getRouter();
}

/** A browser that sent no key, or a wrong one, is to ask for another. */
function orNobody(error: unknown): null {
  if (error instanceof Problem && error.code === 'unauthorized') return null;
  throw error;
}

/** The key that a browser sends as a password; the name beside it may be any. */
function basic(request: Request): Credential | null {
  const encoded = BASIC.exec(request.get('authorization') ?? '')?.[1];
  if (encoded === undefined) return null;
  const password = Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '');
  return KEY.test(password) ? { kind: 'key', hash: keyHash(password) } : null;
}

function askForKey(response: Response): void {
  const headers = { 'WWW-Authenticate': 'Basic realm="a key of scope admin is the password", charset="UTF-8"' };
  sendProblem(
    response,
    new Problem('unauthorized', 'send a key of scope admin, or give it as the password', {}, headers),
  );
}
