import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/proxy.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A service that takes events, and what it was sent. */
async function service(status = 202) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end('{"accepted":1,"duplicates":0,"problems":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

/** Runs the program to its own end. */
async function run(...words: string[]) {
  const program = fileURLToPath(new URL('./exiting.ts', import.meta.url));
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, said: said.trim(), complained };
}

describe('a program that ends with an event still waiting', () => {
  it('sends it first', async () => {
    const { url, bodies } = await service();
    expect(await run(url)).toMatchObject({ code: 0, complained: '' });
    expect(bodies.map((body) => JSON.parse(body).id)).toEqual(['last']);
  });

  it('ends all the same where nobody is there to send it to', async () => {
    expect(await run(`http://127.0.0.1:${await freePort()}`)).toMatchObject({ code: 0, complained: '' });
  });

  it('ends all the same where it is refused', async () => {
    const { url } = await service(422);
    expect(await run(url)).toMatchObject({ code: 0, complained: '' });
  });

  it('may wait for it', async () => {
    const { url, bodies } = await service();
    expect(await run(url, 'flush')).toMatchObject({ code: 0, said: 'true' });
    expect(bodies).toHaveLength(1);
  });

  it('learns that it is not gone when the time is up, with nothing else to wait for', async () => {
    expect(await run(`http://127.0.0.1:${await freePort()}`, 'flush')).toMatchObject({ code: 0, said: 'false' });
  });
});
