// Writes docs/api.md from the table of routes that the server is made of.
import { writeFileSync } from 'node:fs';
import { statusOf } from '../src/apps/server/v1/problem.ts';
import type { Door } from '../src/apps/server/v1/route.ts';
import { ROUTES } from '../src/apps/server/v1/routes.ts';
import { STREAM } from '../src/apps/server/v1/stream.ts';
import { limits } from '../src/core/domain/limits.ts';
import { KEY_SCOPES } from '../src/sdk/schema/key-scopes.ts';
import { PROBLEMS } from '../src/sdk/schema/problem.ts';

const HEAD = `# The API

Made from the table of routes in \`src/apps/server/v1/routes.ts\` by \`npm run docs\`. A running service has all of it, with
every field, at \`/docs\` for people and at \`/v1/openapi.json\` as OpenAPI 3.1.

Everything is JSON in UTF-8, but for several events at once, which are NDJSON ([events.md](events.md)). Times are ISO 8601,
but in a decision, which is given as it was recorded: milliseconds since 1970.

## Keys

Send a key as \`Authorization: Bearer csk_…\`. The first start writes one with the scope \`admin\` to \`DATA_DIR/admin.key\`,
readable for its owner alone, as soon as the database can be reached; with it others are made. Lost, it is replaced:
revoke every key with the scope \`admin\` in the table \`api_keys\` and start again. Only a key's SHA-256 is kept: it is 32
random bytes, which nobody guesses, so no slow hash is needed.

A key has scopes (${KEY_SCOPES.map((scope) => `\`${scope}\``).join(', ')}; \`admin\` may do everything) and may be bound to
live or test mode and to a connected account. A bound key sees and changes what belongs to its own world; what counts
for all worlds (routes of reach *all*: changing the policy, keys, the audit) wants a key that is bound to none. An unbound
key chooses by \`?livemode=true&account=acct_…\`; without it that is test mode and the platform's own account. Of a decision
or an entry that is asked for by its id an unbound key need not say whose it is.

The author of a version, an entry or a key is the key that made it. Erasing a key destroys its name and what the audit
knows it by: the acts stay, and are nobody's.

## Routes

| route | scope | reach | what it does |
|---|---|---|---|
`;

const TAIL = `
## Pages, repeats, limits

- A list is \`{"data": […], "next": …}\`. Give \`next\` as \`cursor\` for the next page; it is null after the last. \`limit\` is
  25 unless you say otherwise, and at most 100. Rows that are added meanwhile neither repeat a row nor hide one.
- What changes something takes an \`Idempotency-Key\`, any 1 to 200 visible characters: the same request with the same key is
  done once, for a day, and gets the first answer again, marked \`Idempotency-Replayed: true\`. The one thing that is not
  given again is a new key.
- ${limits.apiRequestsPerMinute} requests a minute and key, and ${limits.eventRequestsPerMinute.toLocaleString('en')} with events (\`RateLimit\` says how many are left);
  ${limits.apiRefusedPerMinute} a minute and address with a key that doesn't hold; each gateway counts for itself. A body may have 1 MiB,
  an event ${limits.maxTrackedEventBytes / 1_024} KiB.
- While the database can't be reached the API is 503 with \`Retry-After\`. Stripe is answered all the same: the API has its
  own small share of the database's connections. What reads a whole policy (routes that take files, and those that activate
  or compare versions) runs one after the other, with a rest after each; checks run in a thread of their own. What reads
  months (\`/v1/performance\`, \`/v1/dispute-rates\`, \`/v1/reports\`) has turns of its own, and a \`503\` while five wait.

## The stream

\`GET /v1/stream\` is no JSON but server-sent events (\`text/event-stream\`): what one mode and account decides, in all
processes, within a second or so of being recorded. \`event:\` and \`type\` name what an event is: \`decision\`, short;
\`skipped\`, how many fell that are not told, since more than ${Math.round((limits.streamTold * 1_000) / limits.streamPollMs)} a second are not (what is told is then the newest
of each moment); \`alarm\` and \`policy\`, of the whole service; \`database\`, away or back; \`end\`. \`recent=20\` gives the
latest first. Come back with \`Last-Event-ID\` and it goes on there: some events may come twice, by the same id; of more
than ${limits.maxStreamRecent} that were missed the rest is counted in \`skipped\`. A record that reaches the database more than ${limits.streamLookBackMs / 1_000} seconds
late is not told. A comment every ${limits.streamBeatMs / 1_000} seconds says that the line stands.

The key goes in the header, as everywhere, which \`EventSource\` can't do: \`client.stream.follow()\` in the SDK does, and
comes back by itself. Every minute it is looked whether the key still holds. A process takes ${limits.maxStreamListeners} listeners, and one that
does not read what it is sent is cut off. Nobody listens: nothing is asked of the database.

## Problems

What is wrong comes as \`application/problem+json\` (RFC 9457): \`code\`, \`status\`, \`detail\`, and where there are several
faults \`errors\` with the path of each (\`body.files[0].name\`); a policy's faults as \`diagnostics\` with file, line, column
and a hint, its failed cases as \`cases\`.

| status | code | what it means |
|---|---|---|
`;

const SDK = `
## From a program

\`countersign/sdk\` is a client without dependencies, typed by the server's own schemas:

\`\`\`js
import { createClient } from 'countersign/sdk';

const client = createClient({ url: 'http://127.0.0.1:4242', apiKey: process.env.COUNTERSIGN_API_KEY });
await client.lists.addEntry('blocked_merchants', { value: '1234567890', note: 'card testing, 3 May' });
for await (const decision of client.decisions.each({ outcome: 'decline' })) console.log(decision.id, decision.reasons);
\`\`\`

Every route above is a method (\`policy.apply\` is \`client.policy.apply()\`); \`each…\` reads all pages of a list as they are
wanted, and \`for await (const event of client.stream.follow())\` hears decisions as they fall. \`client.track('login', {…})\` and \`client.enrich('purchase', {…})\` are for back ends: [events.md](events.md); there is
a client in Python, too, for these two. Whatever goes wrong is a \`CountersignError\` with \`code\`, \`status\` and the whole \`problem\`.
`;

/** The page, whole. */
export function apiPage(): string {
  const problems = Object.entries(PROBLEMS).map(([code, meaning]) => {
    return `| ${statusOf(code as keyof typeof PROBLEMS)} | \`${code}\` | ${meaning} |\n`;
  });
  return HEAD + [...ROUTES, STREAM].map(row).join('') + TAIL + problems.join('') + SDK;
}

function row({ id, method, path, wants, reach, summary }: Door): string {
  const about = { scope: 'one mode and account', shared: 'what all have in common', all: 'all' }[reach];
  return `| \`${method.toUpperCase()} /v1${path}\` (\`${id}\`) | ${scopeOf(wants)} | ${about} | ${summary} |\n`;
}

function scopeOf(wants: Door['wants']): string {
  if (wants === null) return '-';
  return wants === 'any' ? 'any' : `\`${wants}\``;
}

if (import.meta.main) writeFileSync('docs/api.md', apiPage());
