import { Duplex } from 'node:stream';

/** Whoever takes bytes of Postgres's protocol, as the socket that `pg` wants; `push` gives it the answers. */
export function createWire(send: (bytes: Uint8Array<ArrayBuffer>) => void): Duplex {
  const wire = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      send(Uint8Array.from(chunk));
      done();
    },
    // `pg` corks the messages of one query: together they are one trip to the thread.
    writev: (chunks, done) => {
      send(Uint8Array.from(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer))));
      done();
    },
  });
  const nothing = () => wire;
  const connect = () => {
    setImmediate(() => wire.emit('connect'));
    return wire;
  };
  return Object.assign(wire, { connect, setNoDelay: nothing, setKeepAlive: nothing, ref: nothing, unref: nothing });
}
