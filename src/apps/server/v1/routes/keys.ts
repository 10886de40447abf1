import { keyHash, newApiKeyText } from '../../../../adapters/store/api-key.ts';
import {
  type ApiKey,
  createApiKey,
  eraseApiKey,
  listApiKeys,
  revokeApiKey,
} from '../../../../adapters/store/database/api-keys.ts';
import { appendAudit, listAudit } from '../../../../adapters/store/database/audit.ts';
import { auditEntry, auditFilter } from '../../../../sdk/schema/audit.ts';
import type { KeyScope } from '../../../../sdk/schema/key-scopes.ts';
import { apiKey, madeApiKey, newApiKey } from '../../../../sdk/schema/keys.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { type Named, readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { type ApiRequest, route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

/** Who may use the API, and what they did. */
export const KEY_ROUTES = [
  route({
    id: 'keys.list',
    method: 'get',
    path: '/keys',
    wants: 'admin',
    reach: 'all',
    summary: 'All keys, revoked ones too, newest first.',
    answer: pageOf(apiKey),
    async handle({ pool }) {
      const keys = await listApiKeys(pool);
      const named = await readNames(pool);
      return { data: keys.map((key) => sayKey(key, named)), next: null };
    },
  }),
  route({
    id: 'keys.create',
    method: 'post',
    path: '/keys',
    wants: 'admin',
    reach: 'all',
    summary: 'Make a key; this answer is the only place where it is ever told.',
    body: newApiKey,
    answer: madeApiKey,
    status: 201,
    async handle(ports, { body, caller }) {
      const key = newApiKeyText();
      const { name, livemode = null, account = null } = body;
      const scopes = [...new Set(body.scopes)];
      const made = { name, scopes, livemode, account, hash: keyHash(key), createdBy: caller.id };
      const created = await createApiKey(ports.pool, made);
      await tell(ports, caller.id, 'key.create', created.id, { scopes, livemode, account });
      return { ...sayKey(created, await readNames(ports.pool)), key };
    },
    // INVARIANT: what is kept for a repeated request holds no key: nothing in the database is worth stealing.
    redact: (made) => ({ ...made, key: null }),
  }),
  route({
    id: 'keys.revoke',
    method: 'delete',
    path: '/keys/:id',
    wants: 'admin',
    reach: 'all',
    summary: 'Revoke a key, at once and for good.',
    answer: apiKey,
    handle: (ports, request) => end(ports, request, 'key.revoke', revokeApiKey),
  }),
  route({
    id: 'keys.erase',
    method: 'post',
    path: '/keys/:id/erase',
    wants: 'admin',
    reach: 'all',
    summary: 'Erase whose key it was: it is revoked, and the audit can not be traced to it any more.',
    answer: apiKey,
    handle: (ports, request) => end(ports, request, 'key.erase', eraseApiKey),
  }),
  route({
    id: 'audit.list',
    method: 'get',
    path: '/audit',
    wants: 'admin',
    reach: 'all',
    summary: 'Who did what, newest first.',
    query: pageQuery.extend(auditFilter.shape),
    answer: pageOf(auditEntry),
    async handle({ pool, conceal }, { query: { limit, cursor, act, subject, by } }) {
      const before = readCursor(cursor, 'number');
      const rows = await listAudit(pool, {
        limit: limit + 1,
        ...(act !== undefined && { act }),
        ...(by !== undefined && { by }),
        // The audit knows cardholders by their HMAC.
        ...(subject !== undefined && { subject: subject.startsWith('ich_') ? conceal(subject) : subject }),
        ...(before !== undefined && { before }),
      });
      return pageFrom(
        rows,
        limit,
        ({ seq }) => seq,
        ({ seq, actor, detail, atMs, ...row }) => ({
          seq,
          act: row.act,
          subject: row.subject,
          by: actor === 'system' ? { id: 'system', name: null } : actor,
          detail: { ...detail },
          at: sayTime(atMs),
        }),
      );
    },
  }),
];

async function end(
  ports: ApiPorts,
  { caller, param }: ApiRequest<unknown, unknown>,
  act: string,
  run: typeof revokeApiKey,
) {
  const id = param('id');
  const ended = await run(ports.pool, id);
  if (!ended) throw new Problem('not_found', `there is no key ${id}`);
  await tell(ports, caller.id, act, id, {});
  return sayKey(ended, await readNames(ports.pool));
}

async function tell({ pool, clock }: ApiPorts, actor: string, act: string, subject: string, detail: object) {
  await appendAudit(pool, { actor, act, subject, detail, atMs: clock.nowMs() });
}

function sayKey(key: ApiKey, named: Named) {
  const { id, name, livemode, account } = key;
  return {
    id,
    name,
    scopes: key.scopes as KeyScope[],
    livemode,
    account,
    created_at: sayTime(key.createdAtMs),
    created_by: named(key.createdBy),
    revoked_at: sayTimeOrNull(key.revokedAtMs),
    last_used_at: sayTimeOrNull(key.lastUsedAtMs),
  };
}
