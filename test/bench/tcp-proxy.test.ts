import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTcpProxy, type TcpProxy } from '../../bench/stage/tcp-proxy.ts';

describe('the breakable way to the database', () => {
  let echo: Server;
  let proxy: TcpProxy;
  const clients: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await openTcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    echo.close();
  });

  async function open(): Promise<Socket> {
    const client = connect(proxy.port, '127.0.0.1');
    client.on('error', () => {});
    clients.push(client);
    await once(client, 'connect');
    return client;
  }

  async function said(client: Socket): Promise<string> {
    const [chunk] = (await once(client, 'data')) as [Buffer];
    return chunk.toString();
  }

  test('passes bytes on in both directions', async () => {
    const client = await open();
    client.write('hello');
    expect(await said(client)).toBe('hello');
  });

  test('cut, it breaks what is open and refuses what comes, until it is restored', async () => {
    const client = await open();
    const closed = once(client, 'close');
    await proxy.cut();
    await closed;
    await expect(open()).rejects.toThrow('ECONNREFUSED');
    await proxy.restore();
    const again = await open();
    again.write('back');
    expect(await said(again)).toBe('back');
  });

  test('frozen, it keeps old and new connections and says nothing until it is restored', async () => {
    const old = await open();
    old.write('warm');
    await said(old);
    proxy.freeze();
    const fresh = await open();
    let early = 0;
    for (const client of [old, fresh]) client.on('data', () => early++);
    old.write('a');
    fresh.write('b');
    // Another way to the same server answers meanwhile: what was sent had the time to come back.
    const other = connect((echo.address() as AddressInfo).port, '127.0.0.1');
    clients.push(other);
    other.write('c');
    await said(other);
    expect(early).toBe(0);
    const answers = Promise.all([said(old), said(fresh)]);
    await proxy.restore();
    expect(await answers).toEqual(['a', 'b']);
  });
});
