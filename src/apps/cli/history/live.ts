import type { BacktestRequest } from '../../../sdk/index.ts';
import { type Arguments, type Command, EXIT, type Terminal } from '../command.ts';
import type { RemoteOptions, Service } from '../remote/connect.ts';
import { type PolicyToSend, readFolder, sendFolder } from '../remote/folder.ts';
import { type Here, overService } from '../remote/over-service.ts';
import { spanOptions } from '../remote/when.ts';
import { createProgress } from '../replay/progress.ts';
import type { HistoryChoices } from './choices.ts';
import { type DoneRun, followRun } from './follow-run.ts';

/** Where a command is told to judge by what the running service recorded. */
export const LIVE = 'live';

/** What a command asks of the service. */
export interface LiveWish {
  readonly kind: 'backtest' | 'tune';
  /** A folder, whose files are sent; `live`, or a stored version. */
  readonly policies: string;
  readonly against?: string | null;
  readonly choices: HistoryChoices;
  readonly more: Pick<BacktestRequest, 'profile' | 'portfolio' | 'velocity' | 'recount' | 'aims'>;
}

export interface LivePorts {
  readonly remote: RemoteOptions;
  monotonicMs(): number;
  readonly signal: AbortSignal;
}

/**
 * Has the service judge by what it recorded, waits for it, and tells the result by `tell`, which gives the exit code.
 * What the service refuses is said as every command on a running service says it; 1 where nothing came of it.
 */
export function judgeLive(
  command: Omit<Command, 'run'>,
  given: Arguments,
  terminal: Terminal,
  wish: LiveWish,
  ports: LivePorts,
  tell: (run: DoneRun) => Promise<number>,
): Promise<number> {
  const prepare =
    (_given: Arguments, here: Here) =>
    async (service: Service, { stderr }: Terminal) => {
      const run = await askAndFollow(service, wish, here, { stderr, ports, terminal });
      return run ? tell(run) : EXIT.answerIsNo;
    };
  return overService(ports.remote, wish.policies, { ...command, prepare }).run(given, terminal);
}

async function askAndFollow(
  service: Service,
  { kind, policies, against = null, choices, more }: LiveWish,
  { nowMs }: Here,
  { stderr, ports, terminal }: { stderr: Terminal['stderr']; ports: LivePorts; terminal: Terminal },
): Promise<DoneRun | null> {
  const [tried, other] = [await toTry(policies), against === null ? null : await toTry(against)];
  const { labels, maturityMs } = choices;
  const body: BacktestRequest = {
    ...{ kind, ...more, labels, maturity_days: maturityMs / DAY_MS },
    policy: whichOf(tried),
    ...(other !== null && { against: whichOf(other) }),
    // What is said before the newest row, is here before now.
    ...spanOptions({ from: choices.from ?? undefined, to: choices.to ?? undefined }, nowMs),
  };
  const ask = () => service.client.backtests.run(body);
  const sent = [other, tried].find((each): each is PolicyToSend => each !== null && typeof each !== 'string');
  const { id } = await (sent ? sendFolder(sent, terminal, ask) : ask());
  return followRun(service, id, createProgress(stderr, ports.monotonicMs), ports.signal);
}

const DAY_MS = 86_400_000;

/** A folder that is read to be sent, or the name of what the service has. */
async function toTry(policies: string): Promise<PolicyToSend | string> {
  return isOfService(policies) ? policies : readFolder(policies);
}

/** Whether policies are named that the service has, not a folder. */
export function isOfService(policies: string): boolean {
  return policies === LIVE || /^pol_[0-9a-f]{16}$/.test(policies);
}

function whichOf(tried: PolicyToSend | string): NonNullable<BacktestRequest['policy']> {
  return typeof tried === 'string' ? tried : tried.files;
}
