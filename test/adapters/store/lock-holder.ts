import { lockDataDir } from '../../../src/adapters/store/lock.ts';

// A process for lock.test.ts: takes the lock, says so, and stays.
try {
  lockDataDir(process.argv[2] ?? '');
  process.stdout.write('locked\n');
  setInterval(() => {}, 1_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
}
