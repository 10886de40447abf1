import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type AuthorizationReading, readAuthorization } from '../../../adapters/stripe/authorization.ts';
import type { Authorization } from '../../../core/domain/authorization.ts';
import { type Row, readFileRows } from '../rows.ts';
import { stripeRow } from '../stripe-row.ts';

/** One row of an input, as the ask that it holds, with Stripe's object and its event; or why it holds none. */
export type ReadAsk =
  | {
      readonly line: number;
      readonly isReadable: true;
      readonly authorization: Authorization;
      readonly object: unknown;
      readonly eventId: string | null;
    }
  | { readonly line: number; readonly isReadable: false; readonly problem: string };

/** The asks of a file, `-` being the given input. Throws UsageError where the file can't be read. */
export async function* readAsks(file: string, stdin: Readable): AsyncGenerator<ReadAsk> {
  const input = file === '-' ? stdin : createReadStream(file);
  for await (const row of readFileRows(file, input)) yield readRow(row);
}

function readRow(row: Row): ReadAsk {
  const { line } = row;
  if (!row.isRead) return { line, isReadable: false, problem: row.problem };
  const found = stripeRow(row.json);
  switch (found.kind) {
    case 'neither':
      return { line, isReadable: false, problem: found.problem };
    case 'authorization':
      return askOf(line, found.object, null, readAuthorization(found.object, found.scope, null));
    case 'event': {
      const { type, id, object, createdAtMs } = found.event;
      if (!type.startsWith('issuing_authorization.')) {
        return { line, isReadable: false, problem: `an event of type ${type} carries no authorization` };
      }
      return askOf(line, object, id, readAuthorization(object, found.scope, createdAtMs));
    }
  }
}

function askOf(line: number, object: unknown, eventId: string | null, reading: AuthorizationReading): ReadAsk {
  if (!reading.isReadable) return { line, ...reading };
  return { line, object, eventId, ...reading };
}
