import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../../adapters/table/database.ts';
import { TABLE_FORMATS, type TableFormat } from '../../../adapters/table/write.ts';
import { type Arguments, EXIT, type Terminal, UsageError, write } from '../command.ts';
import type { Service } from '../remote/connect.ts';
import type { Verb } from '../remote/verbs.ts';
import { spanOptions } from '../remote/when.ts';
import { counted } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { createProgress } from '../replay/progress.ts';
import { temporaryFolder } from '../replay/temporary-folder.ts';
import { recordedRows } from './recorded-rows.ts';
import { createParts, type WrittenPart } from './write-parts.ts';

/** What is exported, and where to. */
interface Export {
  readonly format: TableFormat;
  /** A folder for Parquet, else a file. */
  readonly target: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly features: boolean;
  readonly all: boolean;
}

/** `countersign export history`: what a service recorded, in files that a backtest and any warehouse read. */
export const historyVerb: Verb = {
  usage: '(--parquet DIR | --csv FILE | --ndjson FILE) [--from TIME] [--to TIME]',
  words: [0, 0],
  takes: [...TABLE_FORMATS, 'from', 'to', 'features', 'all'],
  prepare(_words, values, { nowMs }) {
    const wanted = exportOf(values, nowMs);
    return async (service, terminal) => {
      const parts = await exportHistory(wanted, service, terminal);
      if (values.json) await writeJson(terminal, { rows: rowsOf(parts), files: parts });
      else
        for (const { path, rows } of parts) await write(terminal.stdout, `${path}: ${counted(rows, 'row', 'rows')}\n`);
      if (parts.length === 0) await write(terminal.stderr, 'nothing was recorded in that time\n');
      return EXIT.done;
    };
  },
};

function rowsOf(parts: readonly WrittenPart[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

function exportOf(values: Arguments['values'], nowMs: number): Export {
  const [format, another] = TABLE_FORMATS.filter((name) => values[name] !== undefined);
  if (format === undefined || another !== undefined) {
    throw new UsageError('say where it goes: one of --parquet DIR, --csv FILE and --ndjson FILE');
  }
  const target = String(values[format]);
  const { from, to } = spanOptions(values, nowMs);
  const wanted = { format, target, from, to, features: values.features === true, all: values.all === true };
  if (format === 'parquet') refuseToCut(wanted);
  return wanted;
}

/** A month's file that is there holds all of the month, or all until then: no part of the month takes its place. */
function refuseToCut({ target, from, to }: Export): void {
  for (const [name, time] of Object.entries({ from, to })) {
    if (time === undefined || time === monthBegin(time)) continue;
    const path = fileOf(target, time);
    if (!existsSync(path)) continue;
    throw new UsageError(
      `${path} is there, and --${name} is within its month: a part of it would take its place.\n` +
        `Say --${name} ${monthBegin(time).slice(0, 10)}, or another folder`,
    );
  }
}

function monthBegin(time: string): string {
  return `${time.slice(0, 7)}-01T00:00:00.000Z`;
}

function fileOf(folder: string, time: string): string {
  return join(folder, `history-${time.slice(0, 7)}.parquet`);
}

async function exportHistory(wanted: Export, service: Service, { stderr }: Terminal): Promise<readonly WrittenPart[]> {
  const { format, target, from, to, features, all } = wanted;
  const parent = format === 'parquet' ? target : dirname(target);
  await mkdir(parent, { recursive: true }).catch(refuseFolder);
  await using folder = temporaryFolder(parent);
  const path = await folder.path().catch(refuseFolder);
  const database = await openDatabase(path);
  const nowMs = () => service.clock.nowMs();
  const progress = createProgress(stderr, nowMs);
  const endMs = to === undefined ? nowMs() : Date.parse(to);
  let beganMs = from === undefined ? null : Date.parse(from);
  try {
    const pathOf = (created: string) => (format === 'parquet' ? fileOf(target, created) : target);
    const parts = createParts({ database, folder: path, format, pathOf });
    let isBegun = false;
    for await (const rows of recordedRows(service, { from, to, features, all })) {
      for (const row of rows) {
        const createdMs = Date.parse(String(row.created));
        beganMs ??= createdMs;
        if (!isBegun) progress.begin('exporting', endMs - beganMs);
        isBegun = true;
        await parts.add(row);
        progress.reach(createdMs - beganMs);
      }
    }
    return await parts.finish();
  } finally {
    progress.end();
    database.close();
  }
}

function refuseFolder(error: NodeJS.ErrnoException): never {
  throw new UsageError(`nothing can be written there: ${error.message}`);
}
