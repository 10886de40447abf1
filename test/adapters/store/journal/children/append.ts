import { appendFileSync, writeSync } from 'node:fs';
import { openJournal } from '../../../../../src/adapters/store/journal/journal.ts';
import { startShipper } from '../../../../../src/adapters/store/journal/shipper.ts';
import type { Alarms, Clock } from '../../../../../src/core/decision/ports.ts';

// A process that appends until it has appended `count` records or is killed, and prints what was acknowledged. With a
// `database` (a file) it ships as well.
const [dir = '', name = '', concurrency = '1', count = '1', recordBytes = '40', database = ''] = process.argv.slice(2);

/** Prints at once, also into a pipe that is full: a word that is still in this process when it is killed is not said. */
function say(...words: readonly unknown[]): void {
  const line = Buffer.from(`${words.join(' ')}\n`);
  for (let said = 0; said < line.length; ) {
    try {
      said += writeSync(1, line, said);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

const clock: Clock = {
  nowMs: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const alarms: Alarms = {
  raise: (alarm, detail) => say('raise', alarm, JSON.stringify(detail)),
  end: (alarm) => say('end', alarm),
};

say('pid', process.pid);
const journal = await openJournal({ dir, clock, alarms, segmentBytes: 200_000, retryMs: 10 });
if (database !== '') {
  const write = async (records: readonly string[]) => {
    appendFileSync(database, records.map((record) => `${record}\n`).join(''));
    await new Promise((resolve) => setImmediate(resolve));
  };
  startShipper({ journal, dir, clock, alarms, write, batchRecords: 50, intervalMs: 1, restFactor: 0 });
}

let next = 0;
async function appendAll(): Promise<void> {
  while (next < Number(count)) {
    const id = `${name}-${next++}`;
    await journal.append(JSON.stringify({ kind: 'decision', id, note: 'x'.repeat(Number(recordBytes)) }));
    say('durable', id);
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, appendAll));
if (database === '') await journal.close();
say('closed');
