import { constants, platform, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { openTimelines } from '../../adapters/counters/memory-timelines.ts';
import { contentHash } from '../../adapters/store/hasher.ts';
import { readAuthorization } from '../../adapters/stripe/authorization.ts';
import { runCases } from '../../core/decision/run-cases.ts';
import type { Source } from '../../core/language/source.ts';
import { readBundle } from '../../core/policy/bundle.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import type { Rehearsal, RehearsalRequest } from './rehearsal.ts';

// The program of the thread that reads policies and runs their cases.

// Answers go first: under full load checking waits. Linux gives each thread a priority; elsewhere it is the process's.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// While somebody types, one file of many changes: a source that is the same object is parsed once. Those of the request
// before are kept, and no more.
let kept: ReadonlyMap<string, Source> = new Map();

function recall(files: readonly PolicyFile[]): PolicyFile[] {
  const now = new Map<string, Source>();
  const recalled = files.map(({ name, source }) => {
    const known = kept.get(source.path);
    const same = known?.text === source.text ? known : source;
    now.set(source.path, same);
    return { name, source: same };
  });
  kept = now;
  return recalled;
}

async function rehearse({ files, folder, seen, wantsCases }: RehearsalRequest): Promise<Rehearsal> {
  const { policy, diagnostics } = readBundle(recall(files), folder, contentHash, { seen });
  if (!policy) return { policy, diagnostics, cases: [] };
  const results = wantsCases ? await runCases(policy, { readAuthorization, openTimelines }) : [];
  const lists = [...policy.lists.values()].map(({ name, type }) => [name, { name, type }] as const);
  return {
    policy: {
      version: policy.version,
      lists: new Map(lists),
      rules: policy.rules.map(({ id, action, mode, text }) => ({ id, action, mode, text })),
      portfolios: policy.portfolios.map(({ name }) => ({ name })),
    },
    diagnostics,
    cases: results.map(({ record: _, ...outcome }) => outcome),
  };
}

parentPort?.on('message', (request: RehearsalRequest) => {
  void rehearse(request).then((done) => parentPort?.postMessage(done));
});
