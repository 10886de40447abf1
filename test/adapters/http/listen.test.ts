import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { listen, PortUnavailable } from '../../../src/adapters/http/listen.ts';

function hello() {
  const app = express();
  app.get('/', (_request, response) => void response.send('hello'));
  return app;
}

test('a free port is taken, answered on, and given back', async () => {
  const first = await listen(hello(), 0, '127.0.0.1');
  expect(await (await fetch(`http://127.0.0.1:${first.port}/`)).text()).toBe('hello');
  await first.close();
  const second = await listen(hello(), first.port, '127.0.0.1');
  await second.close();
});

test('a port that is taken is said to be', async () => {
  const first = await listen(hello(), 0);
  onTestFinished(() => first.close());
  const second = listen(hello(), first.port);
  await expect(second).rejects.toThrow(PortUnavailable);
  await expect(second).rejects.toThrow(`port ${first.port} is taken; set PORT to another one`);
});
