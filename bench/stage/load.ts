import type { LoadPlan, LoadResult } from '../load/messages.ts';
import { ANSWER_TIMEOUT_MS } from '../load/messages.ts';
import type { Stage } from './stage.ts';

/** A generator's process. */
export interface Load {
  readonly pid: number;
  /** Runs a plan. One at a time. Rejects when the process ends or takes far longer than planned. */
  run(plan: Omit<LoadPlan, 'secret' | 'prefix' | 'path'>): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** What a run may take beyond its own length: signing ahead and waiting for the last answers. */
const GRACE_MS = 60_000;

/** Starts a load generator in a process of its own, on the cores that `wrap` names. */
export function startLoad(stage: Stage, wrap: readonly string[] = []): Load {
  const command = [...wrap, process.execPath, 'bench/load-generator.ts'];
  const child = stage.children.start(command, {
    cwd: stage.root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  return {
    pid: child.process.pid ?? 0,
    run(plan) {
      const whole = {
        ...plan,
        secret: stage.secret,
        prefix: stage.nextPrefix(),
        path: '/webhooks/stripe/authorizations',
      } satisfies LoadPlan;
      const plannedMs = plan.arrivals.kind === 'open' ? plan.arrivals.seconds * 1000 : 0;
      return new Promise((resolve, reject) => {
        const end = (error: Error | null, result?: LoadResult) => {
          clearTimeout(timer);
          child.process.off('exit', gone).off('message', take);
          if (result) resolve(result);
          else reject(error ?? new Error('the load generator said nothing'));
        };
        const gone = () => end(new Error('the load generator ended'));
        const take = (result: unknown) => end(null, result as LoadResult);
        const timer = setTimeout(
          () => end(new Error('the load generator takes too long')),
          plannedMs + ANSWER_TIMEOUT_MS + GRACE_MS,
        );
        child.process.once('exit', gone).once('message', take);
        child.process.send(whole);
      });
    },
    stop: () => child.stop(),
  };
}
