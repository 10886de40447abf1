import { appendAudit } from '../../../../adapters/store/database/audit.ts';
import {
  addEntry,
  countEntries,
  countEntryStates,
  findEntries,
  findEntry,
  type ListEntryRow,
  removeEntry,
} from '../../../../adapters/store/database/list-entries.ts';
import { normalizeItem } from '../../../../core/domain/lists.ts';
import { faultOf } from '../../../../core/policy/lists.ts';
import type { ListDeclaration } from '../../../../core/policy/policy.ts';
import {
  entryFilter,
  entryText,
  list,
  listEntry,
  newListEntry,
  policyEntry,
  wholeList,
} from '../../../../sdk/schema/lists.ts';
import { pageOf, pageQuery } from '../../../../sdk/schema/paging.ts';
import { pageFrom, readCursor } from '../cursor.ts';
import { type Named, readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { invalid } from '../request.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';
import { takeNow } from '../take-now.ts';

/** The lists of the policy, and the entries that people give them. */
export const LIST_ROUTES = [
  route({
    id: 'lists.list',
    method: 'get',
    path: '/lists',
    wants: 'read',
    reach: 'shared',
    summary: 'The lists that the policy declares.',
    answer: pageOf(list),
    async handle({ live, pool }) {
      const declared = [...live.current().lists.values()];
      const counts = await Promise.all(declared.map(({ name }) => countEntries(pool, name)));
      return { data: declared.map((each, index) => sayList(each, counts[index] ?? 0)), next: null };
    },
  }),
  route({
    id: 'lists.get',
    method: 'get',
    path: '/lists/:name',
    wants: 'read',
    reach: 'scope',
    summary: 'A list, and how much is on it in this mode and account.',
    answer: wholeList,
    async handle(ports, { scope, param }) {
      const declared = declaredList(ports, param('name'));
      const { pool, clock, live } = ports;
      const [entries, states] = await Promise.all([
        countEntries(pool, declared.name),
        countEntryStates(pool, scope, declared.name, clock.nowMs()),
      ]);
      const { in_force, standing, ended } = states;
      const in_policy = live.current().lists.has(declared.name);
      return { ...sayList(declared, entries), in_force, coming: standing - in_force, ended, in_policy };
    },
  }),
  route({
    id: 'lists.ofPolicy',
    method: 'get',
    path: '/lists/:name/policy',
    wants: 'read',
    reach: 'shared',
    summary:
      'Entries that the policy itself gives a list, in the order of its file. They count in every mode and account.',
    query: pageQuery.extend(entryText.shape),
    answer: pageOf(policyEntry),
    async handle(ports, { query: { limit, cursor, text }, param }) {
      const { entries } = declaredList(ports, param('name'));
      const from = readCursor(cursor, 'number') ?? 0;
      const wanted = text?.toLowerCase() ?? '';
      const rows = entries
        .map((entry, index) => ({ entry, next: index + 1 }))
        .slice(from)
        .filter(({ entry }) => entry.value.toLowerCase().includes(wanted))
        .slice(0, limit + 1);
      return pageFrom(
        rows,
        limit,
        ({ next }) => next,
        ({ entry: { value, note, fromMs, untilMs } }) => {
          return { value, note, known_from: sayTimeOrNull(fromMs), known_until: sayTimeOrNull(untilMs) };
        },
      );
    },
  }),
  route({
    id: 'lists.entries',
    method: 'get',
    path: '/lists/:name/entries',
    wants: 'read',
    reach: 'scope',
    summary: 'Entries that people gave a list, the latest first.',
    query: pageQuery.extend(entryFilter.shape),
    answer: pageOf(listEntry),
    async handle(ports, { query: { limit, cursor, value, text, state, at }, scope, param }) {
      const { name, type } = declaredList(ports, param('name'));
      const after = readCursor(cursor, 'string');
      const filter = {
        ...{ scope, list: name, limit: limit + 1, atMs: at === undefined ? ports.clock.nowMs() : Date.parse(at) },
        ...(value !== undefined && { value: normalizeItem(type, value) }),
        ...(text !== undefined && { text }),
        ...(state !== undefined && { state }),
        ...(after !== undefined && { after }),
      };
      const [rows, named] = await Promise.all([findEntries(ports.pool, filter), readNames(ports.pool)]);
      return pageFrom(
        rows,
        limit,
        ({ id }) => id,
        (row) => sayEntry(row, named),
      );
    },
  }),
  route({
    id: 'lists.addEntry',
    method: 'post',
    path: '/lists/:name/entries',
    wants: 'policy',
    reach: 'scope',
    summary: 'Put a value on a list; where it is on it already, its note and expiry become these.',
    body: newListEntry,
    answer: listEntry,
    status: 201,
    async handle(ports, { body, scope, caller, param }) {
      const { name: listName, type } = declaredList(ports, param('name'));
      const value = normalizeItem(type, body.value);
      const fault = faultOf(type, value);
      if (fault) throw invalid([{ path: 'body.value', message: fault }]);
      const knownFromMs = body.known_from === undefined ? ports.clock.nowMs() : Date.parse(body.known_from);
      const knownUntilMs = body.known_until === undefined ? null : Date.parse(body.known_until);
      if (knownUntilMs !== null && knownUntilMs <= Math.max(knownFromMs, ports.clock.nowMs())) {
        throw invalid([{ path: 'body.known_until', message: 'is over before it begins' }]);
      }
      const entry = { scope, list: listName, value, note: body.note ?? null, author: caller.id };
      const added = await addEntry(ports.pool, { ...entry, knownFromMs, knownUntilMs });
      await tell(ports, caller.id, 'list.add', added.entry);
      return sayEntry(added.entry, await readNames(ports.pool));
    },
  }),
  route({
    id: 'lists.removeEntry',
    method: 'delete',
    path: '/lists/:name/entries/:id',
    wants: 'policy',
    reach: 'scope',
    summary: 'Take an entry off its list.',
    answer: listEntry,
    async handle(ports, { caller, param, sees }) {
      const [listName, id] = [param('name'), param('id')];
      const found = await findEntry(ports.pool, id);
      const isThere = found !== null && found.list === listName && sees(found.scope);
      const removed = isThere ? await removeEntry(ports.pool, id, caller.id) : null;
      if (!removed) throw new Problem('not_found', `no entry ${id} is on the list ${listName}`);
      await tell(ports, caller.id, 'list.remove', removed);
      return sayEntry(removed, await readNames(ports.pool));
    },
  }),
];

/** An act on a list, as everybody must learn of it: in the audit, without the value, and in this process at once. */
async function tell({ pool, clock, live }: ApiPorts, actor: string, act: string, entry: ListEntryRow): Promise<void> {
  const { id, list: subject, scope } = entry;
  await appendAudit(pool, { actor, act, subject, detail: { entry: id, ...scope }, atMs: clock.nowMs() });
  await takeNow(live);
}

function declaredList({ live }: ApiPorts, name: string): ListDeclaration {
  const declared = live.current().lists.get(name) ?? live.shadow()?.lists.get(name);
  if (!declared) throw new Problem('not_found', `the policy declares no list ${name}`);
  return declared;
}

function sayList({ name, type, note, entries }: ListDeclaration, given: number) {
  return { name, type, note, policy_entries: entries.length, entries: given };
}

function sayEntry(row: ListEntryRow, named: Named) {
  const { id, list: listName, scope, value, note, author, knownFromMs, knownUntilMs, removedAtMs, removedBy } = row;
  return {
    id,
    list: listName,
    livemode: scope.livemode,
    account: scope.account,
    value,
    note,
    by: named(author),
    known_from: sayTime(knownFromMs),
    known_until: sayTimeOrNull(knownUntilMs),
    removed_at: sayTimeOrNull(removedAtMs),
    removed_by: removedBy === null ? null : named(removedBy),
    created_at: sayTime(row.createdAtMs),
  };
}
