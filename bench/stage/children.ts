import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How long a process may take to end by itself. */
const TERM_MS = 15_000;

/** A process of the bench. */
export interface Child {
  readonly process: ChildProcess;
  /** Tells it to end, waits for that, and kills it if it takes too long. */
  stop(): Promise<void>;
}

/** Every process that the bench has started and not yet stopped. */
export interface Children {
  start(command: readonly string[], options: SpawnOptions): Child;
  stopAll(): Promise<void>;
}

/** Starts processes, and stops them one by one, by their ids. */
export function createChildren(): Children {
  const running = new Set<Child>();
  return {
    start([program = '', ...rest], options) {
      const started = spawn(program, rest, options);
      const ended = new Promise<void>((resolve) => {
        started.once('exit', () => resolve());
        started.once('error', () => resolve());
      });
      const child: Child = {
        process: started,
        async stop() {
          if (started.exitCode === null && started.signalCode === null) started.kill('SIGTERM');
          const timer = setTimeout(() => started.kill('SIGKILL'), TERM_MS);
          await ended;
          clearTimeout(timer);
          running.delete(child);
        },
      };
      running.add(child);
      return child;
    },
    async stopAll() {
      await Promise.all([...running].map((child) => child.stop()));
    },
  };
}
