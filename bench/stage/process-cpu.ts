import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel's own tick is. */
const TICK_MS = 10;

/** What a process has used of the processor until now, all threads and those that ended; null where /proc isn't there. */
export function processCpuMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks; behind it the fields are single words, utime and stime the 12th and 13th of them.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return null;
  }
}

/** What the whole machine has used, and what it could have, since it was started. */
interface MachineCpu {
  readonly busyMs: number;
  readonly wholeMs: number;
}

/** All processes of the machine together; null where /proc isn't there. */
function machineCpu(): MachineCpu | null {
  try {
    const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    // user, nice, system, idle, iowait, irq, softirq, steal; what follows is counted in these.
    const ticks = first.trim().split(/\s+/).slice(1, 9).map(Number);
    const whole = ticks.reduce((sum, value) => sum + value, 0);
    const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
    return { busyMs: (whole - idle) * TICK_MS, wholeMs: whole * TICK_MS };
  } catch {
    return null;
  }
}

/**
 * Starts to watch how much of the machine is used by others than the given processes and this one; the returned
 * function gives their share of it since, or null where that can't be seen.
 */
export function watchOthers(pids: readonly number[]): () => number | null {
  const ownMs = () => [process.pid, ...pids].reduce((sum, pid) => sum + (processCpuMs(pid) ?? 0), 0);
  const before = machineCpu();
  const ownBeforeMs = ownMs();
  return () => {
    const after = machineCpu();
    if (before === null || after === null) return null;
    const othersMs = after.busyMs - before.busyMs - (ownMs() - ownBeforeMs);
    return Math.max(0, othersMs) / (after.wholeMs - before.wholeMs);
  };
}
