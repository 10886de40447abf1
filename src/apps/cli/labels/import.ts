import { createReadStream, statSync } from 'node:fs';
import { harmless } from '../../../core/decision/plain.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type AddedLabels, type CountersignClient, CountersignError } from '../../../sdk/index.ts';
import { EXIT, type Terminal, UsageError, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { counted } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { type LabelLine, readLabels } from './read-labels.ts';

type Sound = Extract<LabelLine, { label: unknown }>;

/** What came of a file, so far. */
interface Tally extends AddedLabels {
  lines: number;
  bad: number;
}

/** `countersign labels import FILE`: the good lines are taken, each bad one is named. */
export const importVerb: Verb = {
  usage: 'FILE [--dry-run]',
  words: [1, 1],
  takes: ['dry-run'],
  prepare([file = ''], values) {
    const isDry = values['dry-run'] === true;
    if (file !== '-') requireFile(file);
    return async ({ client }, terminal) => {
      const tally = { lines: 0, bad: 0, added: 0, known: 0, unjoined: 0, unheard_of: 0 };
      const name = file === '-' ? '<stdin>' : file;
      const bad = async (line: number, problem: string) => {
        tally.bad += 1;
        await write(terminal.stderr, `${name}:${line}: ${harmless(problem)}\n`);
      };
      const input = file === '-' ? terminal.stdin : createReadStream(file);
      try {
        for await (const batch of batches(readLabels(input, file), bad, tally)) {
          if (!isDry) await sendBatch(client, batch, bad, tally);
          if (tally.lines >= limits.maxLabels) await tellProgress(tally, terminal);
        }
      } catch (error) {
        if (!(error instanceof CountersignError)) throw error;
        const far = `${counted(tally.lines, 'line')} read, ${counted(tally.added, 'label')} added`;
        await write(terminal.stderr, `countersign labels: stopped: ${far}; import it again, nothing is added twice\n`);
        throw error;
      }
      if (values.json) await writeJson(terminal, { ...tally, dry_run: isDry });
      else await write(terminal.stdout, summary(tally, isDry));
      return tally.bad > 0 ? EXIT.answerIsNo : EXIT.done;
    };
  },
};

function requireFile(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`there is no file ${file}`);
  if (stats.isDirectory()) throw new UsageError(`${file} is a folder`);
}

/** Sound lines, as many as a request takes; the others are told of. */
async function* batches(
  lines: AsyncIterable<LabelLine>,
  bad: (line: number, problem: string) => Promise<void>,
  tally: Tally,
): AsyncGenerator<Sound[]> {
  let batch: Sound[] = [];
  let length = 0;
  for await (const read of lines) {
    tally.lines += 1;
    if ('problem' in read) {
      await bad(read.line, read.problem);
      continue;
    }
    batch.push(read);
    length += JSON.stringify(read.label).length;
    // A character is up to four bytes.
    if (batch.length < limits.maxLabels && length < limits.maxBodyBytes / 8) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Sends a batch; lines that the service refuses, by its clock say, are told of, and the rest is sent again. */
async function sendBatch(
  client: CountersignClient,
  batch: readonly Sound[],
  bad: (line: number, problem: string) => Promise<void>,
  tally: Tally,
): Promise<void> {
  let rest = batch;
  while (rest.length > 0) {
    try {
      const { added, known, unjoined, unheard_of } = await client.labels.add({
        labels: rest.map(({ label }) => label),
      });
      tally.added += added;
      tally.known += known;
      tally.unjoined += unjoined;
      tally.unheard_of += unheard_of;
      return;
    } catch (error) {
      const faults = faultsOf(error);
      if (faults.size === 0) throw error;
      for (const [index, message] of faults) await bad(rest[index]?.line ?? 0, message);
      rest = rest.filter((_, index) => !faults.has(index));
    }
  }
}

function faultsOf(error: unknown): Map<number, string> {
  if (!(error instanceof CountersignError)) return new Map();
  const faults = error.problem?.errors ?? [];
  return new Map(
    faults.flatMap(({ path, message }) => {
      const [, index, field = ''] = /^body\.labels\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
      return index === undefined ? [] : [[Number(index), field === '' ? message : `${field}: ${message}`]];
    }),
  );
}

async function tellProgress({ lines, added, bad }: Tally, { stderr }: Terminal): Promise<void> {
  const of = `${counted(added, 'label')} added${bad > 0 ? `, ${counted(bad, 'bad line')}` : ''}`;
  await write(stderr, `${counted(lines, 'line')} so far: ${of}\n`);
}

function summary({ lines, bad, added, known, unjoined, unheard_of: unheardOf }: Tally, isDry: boolean): string {
  const faults = bad > 0 ? `${counted(bad, 'bad line')} of ${lines}` : '';
  if (isDry) return `${counted(lines - bad, 'label')} could be imported; nothing was. ${faults}`.trimEnd().concat('\n');
  const said = [
    `${counted(added, 'label')} added`,
    ...(known > 0 ? [`${known} known before`] : []),
    ...(unjoined > 0 ? [`${unjoined} wait for their transaction`] : []),
    ...(unheardOf > 0 ? [`${unheardOf} about authorizations of which nothing else is known`] : []),
    ...(faults ? [faults] : []),
  ];
  return `${said.join(', ')}\n`;
}
