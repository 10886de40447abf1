import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type AuthorizationReading, readAuthorization } from '../../../adapters/stripe/authorization.ts';
import { readEvent } from '../../../adapters/stripe/event.ts';
import { boolean, fieldsOf } from '../../../adapters/stripe/fields.ts';
import type { Authorization } from '../../../core/domain/authorization.ts';
import { UsageError } from '../command.ts';
import { type Row, readRows } from '../rows.ts';

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
  try {
    for await (const row of readRows(input)) yield readRow(row);
  } catch (error) {
    // What fails while reading fails before or between rows: the file isn't there, or is a folder.
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}` : `${file} can't be read (${code})`);
  }
}

function readRow(row: Row): ReadAsk {
  const { line } = row;
  if (!row.isRead) return { line, isReadable: false, problem: row.problem };
  const fields = fieldsOf(row.json);
  if (fields.object === 'issuing.authorization') {
    const scope = { livemode: boolean(fields.livemode) ?? false, account: null };
    return askOf(line, fields, null, readAuthorization(fields, scope, null));
  }
  const event = readEvent(row.json);
  if (!event.isEvent) {
    const problem =
      event.problem === 'thin_event'
        ? 'a thin event carries no authorization'
        : 'neither an event nor an authorization';
    return { line, isReadable: false, problem };
  }
  const { id, livemode, account, createdAtMs, object, type } = event.event;
  if (!type.startsWith('issuing_authorization.')) {
    return { line, isReadable: false, problem: `an event of type ${type} carries no authorization` };
  }
  const scope = { livemode: livemode ?? false, account };
  return askOf(line, object, id, readAuthorization(object, scope, createdAtMs));
}

function askOf(line: number, object: unknown, eventId: string | null, reading: AuthorizationReading): ReadAsk {
  if (!reading.isReadable) return { line, ...reading };
  return { line, object, eventId, ...reading };
}
