import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findByLogin, updateUser } from '../../../src/adapters/store/database/users.ts';
import { demoDoor } from '../../../src/apps/server/demo-door.ts';
import { realClock } from '../../support/clock.ts';
import { openTestDatabase } from '../../support/database.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let url: string;
let close: () => void;
beforeAll(async () => {
  database = await openTestDatabase();
  const app = express().use(
    demoDoor({ pool: database.pool, databaseReady: async () => {}, clock: realClock }, 'token'),
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/demo/token`;
  close = () => void server.close();
});
afterAll(async () => {
  close();
  await database.drop();
});
beforeEach(() => database.pool.query('truncate users, sessions, sign_in_links'));

const open = () => fetch(url, { redirect: 'manual' });

test('opened by many at a time for the first time, it signs in all of them as one user', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, open));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(303));
  const { rows } = await database.pool.query('select from users');
  expect(rows).toHaveLength(1);
});

test('where its user is disabled, it says so', async () => {
  await open();
  const { user } = (await findByLogin(database.pool, 'demo')) ?? {};
  await updateUser(database.pool, user?.id ?? '', { isDisabled: true });
  const answer = await open();
  expect(answer.status).toBe(403);
  expect(await answer.text()).toMatch(/"demo" is disabled/);
});
