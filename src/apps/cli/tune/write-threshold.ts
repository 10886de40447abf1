import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentHash } from '../../../adapters/store/hasher.ts';
import type { AimName, TuneResult } from '../../../core/history/tune-result.ts';
import { formatDiagnostic } from '../../../core/language/diagnostic.ts';
import { readBundle } from '../../../core/policy/bundle.ts';
import { nameWithin, type PolicyFile } from '../../../core/policy/files.ts';
import { writeThresholds } from '../../../core/policy/write-thresholds.ts';
import { type Terminal, UsageError, write } from '../command.ts';
import type { PolicyFolder } from '../history/policies.ts';
import type { Tuned } from './run.ts';
import { aimName } from './text.ts';

/** Which threshold is written, and where: into a profile of the folder, or into another file. */
export interface WriteTarget {
  readonly aim: AimName;
  readonly path: string | null;
  readonly profile: string | null;
}

/**
 * Sets the threshold that meets an aim in a profile, shows what differs, and writes it; false, with a line that says
 * why, where there is none, or the folder would have an error with it. Throws UsageError.
 */
export async function writeThreshold(
  { result, folder }: Tuned,
  target: WriteTarget,
  terminal: Terminal,
): Promise<boolean> {
  const { stderr } = terminal;
  const met = result.aims.find(({ aim }) => aim === target.aim);
  const threshold = met?.threshold ?? null;
  if (threshold === null) {
    await write(stderr, `nothing was written: no threshold meets ${aimName(target.aim)}, ${met?.wish ?? ''}\n`);
    return false;
  }
  const { base, name } = placeOf(result, folder, target);
  const text = writeThresholds(base.source.text, [{ signal: 'fraud_risk_score', word: 'decline', bound: threshold }]);
  const faults = faultsWith(folder, { name, source: { path: join(folder.directory, name), text } });
  if (faults.length > 0) {
    await write(stderr, `${faults.join('\n\n')}\nnothing was written: the folder would have an error\n`);
    return false;
  }
  const path = target.path ?? join(folder.directory, name);
  const isNew = target.path === null && !folder.files.some((file) => file.name === name);
  const changes = differing(isNew ? '' : base.source.text, text);
  if (changes === '' && target.path === null) {
    await write(stderr, `${path}: it declines above ${threshold} already; nothing was written\n`);
    return true;
  }
  await mkdir(dirname(path), { recursive: true })
    .then(() => writeFile(path, text))
    .catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${path} can't be written (${error.code})`);
    });
  await write(stderr, `${changes}wrote ${path}: it declines above ${threshold}\n`);
  return true;
}

/** The file that is changed, and the name in the folder under which it is checked. */
function placeOf(
  { profile, settings }: TuneResult,
  { files, policy }: PolicyFolder,
  target: WriteTarget,
): { readonly base: PolicyFile; readonly name: string } {
  if (profile === null) {
    throw new UsageError(
      'the portfolios have several profiles: say which with --portfolio NAME, or with --profile NAME',
    );
  }
  const fileOf = (name: string) => files.find((file) => nameWithin('profiles', file.name) === name);
  const own = fileOf(profile);
  // INVARIANT: the folder that was read has a file for every profile.
  if (!own) throw new Error(`there is no file of the profile ${profile}`);
  const wanted = target.profile ?? profile;
  const there = fileOf(wanted);
  if (!there) return { base: own, name: `profiles/${wanted}.yaml` };
  const other = policy.profiles.get(wanted)?.settings;
  const moved = (one: Pick<NonNullable<TuneResult['settings']>, 'disputability' | 'on_missing'> | null | undefined) =>
    JSON.stringify([one?.disputability, one?.on_missing.fraud_risk_score]);
  if (moved(other) !== moved(settings)) {
    throw new UsageError(
      `profile ${wanted} moves its thresholds otherwise than ${profile} (disputability, on_missing): ` +
        `tune it itself, with --profile ${wanted}`,
    );
  }
  return { base: there, name: there.name };
}

function faultsWith({ directory, files }: PolicyFolder, changed: PolicyFile): string[] {
  const all = [...files.filter(({ name }) => name !== changed.name), changed];
  const { diagnostics } = readBundle(all, directory, contentHash);
  return diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic);
}

/** Lines that are taken out and lines that come, where the middle alone differs: a threshold is one line, or a few. */
function differing(before: string, after: string): string {
  const [from, to] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const said = (sign: string, lines: readonly string[]) =>
    lines.slice(start, lines.length - end).map((line) => `${sign} ${line}\n`);
  return [...said('-', from), ...said('+', to)].join('');
}
