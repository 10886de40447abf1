import { connect } from 'node:net';
import { createResponseReader, type HttpResponse } from './response-reader.ts';

/** What came of one request: its answer, or null where the connection broke first. */
export type Outcome = HttpResponse | null;

/** A keep-alive connection that carries one request at a time. */
export interface Connection {
  /** Sends a request; `onOutcome` is called once. Only when nothing is under way. */
  send(bytes: Buffer, onOutcome: (outcome: Outcome) => void): void;
  isOpen(): boolean;
  close(): void;
}

/** Connects to a port of this machine. What is sent before the connection stands waits for it in the socket. */
export function openConnection(port: number): Connection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let isOpen = true;
  let waiting: ((outcome: Outcome) => void) | null = null;

  function settle(outcome: Outcome): void {
    const tell = waiting;
    waiting = null;
    tell?.(outcome);
  }

  const broke = () => {
    isOpen = false;
    settle(null);
  };
  socket.on('data', createResponseReader(settle));
  socket.on('error', broke);
  socket.on('close', broke);
  return {
    send(bytes, onOutcome) {
      if (!isOpen) {
        onOutcome(null);
        return;
      }
      waiting = onOutcome;
      socket.write(bytes);
    },
    isOpen: () => isOpen,
    close: () => socket.destroy(),
  };
}
