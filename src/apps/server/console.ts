import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import sirv from 'sirv';

/**
 * Scripts come from here alone and never stand in the page; nobody may frame it, and what it asks it asks here. Styles
 * may stand in elements, since the components set sizes and colours there.
 */
const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
};

/** What a file whose name holds the hash of its content may be kept for, in seconds. */
const HASHED_SECONDS = 365 * 24 * 3600;

/**
 * The web page at `/`, from the files that `npm run build:console` made, each sent compressed where the browser takes
 * that. Every address without a file of its own is the page, which knows its own addresses; without the files a page
 * says how they are made.
 */
export function createConsole(folder: string | null): Router {
  const router = Router();
  router.use(headers);
  if (folder === null) {
    router.get('/', notBuilt);
    return router;
  }
  const files = sirv(folder, { etag: true, gzip: true, brotli: true, setHeaders: keepHashed });
  router.use(files);
  router.get(/.*/, (request, response, next) => {
    // What asks for a file or for data is told that there is none.
    if (isForPrograms(request.path) || request.accepts(['json', 'html']) !== 'html') return next();
    request.url = '/';
    files(request, response, next);
  });
  return router;
}

/** Where the built files are, beside the compiled program or in a checkout; null where nobody built them. */
export function consoleFolder(): string | null {
  const places = ['../../console/index.html', '../../../dist/console/index.html'];
  const found = places.map((place) => new URL(place, import.meta.url)).find((place) => existsSync(place));
  return found ? fileURLToPath(new URL('.', found)) : null;
}

/** The name of what was built there: the hash of its first script. Null where the page names none. */
export function buildOf(folder: string): string | null {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  return /src="\/assets\/[^"]*-([\w-]{8})\.js"/.exec(page)?.[1] ?? null;
}

const headers: RequestHandler = (_request, response, next) => {
  response.set(HEADERS);
  next();
};

function keepHashed(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  const isHashed = path.startsWith('/assets/');
  response.setHeader('Cache-Control', isHashed ? `public, max-age=${HASHED_SECONDS}, immutable` : 'no-cache');
}

function isForPrograms(path: string): boolean {
  return /^\/(v1|webhooks|assets|metrics|healthz|readyz)(\/|$)/.test(path) || /\.[a-z0-9]+$/i.test(path);
}

const notBuilt: RequestHandler = (_request, response) => {
  response
    .status(503)
    .type('text')
    .send(
      'The console is not built: run `npm run build:console` and start again. The API at /v1 is there, see /docs.\n',
    );
};
