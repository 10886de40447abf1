import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import { limits } from '../../core/domain/limits.ts';
import { type Bundle, readBundle } from '../../core/policy/bundle.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import type { PublishPorts } from './ports.ts';

/** A stored version, read by this software: its policy is null where a later one wrote what this one can't read. */
export interface ReadVersion extends Bundle {
  readonly version: string;
  readonly author: string;
  readonly files: readonly PolicyFile[];
}

/** What is live: the version last activated or, before any was, the one that this process started with. */
export interface Active {
  readonly activation: Activation | null;
  readonly version: string | null;
}

/** Stored versions as policies. */
export interface Versions {
  read(version: string): Promise<ReadVersion | null>;
  active(): Promise<Active>;
  /** The version that is live now, read; null where it is not stored. */
  readActive(): Promise<ReadVersion | null>;
}

/** Reads stored versions, and keeps the few that are asked for again and again: a version never changes. */
export function createVersions({ store, hash, liveVersion }: PublishPorts): Versions {
  const kept = new Map<string, ReadVersion>();

  async function load(version: string): Promise<ReadVersion | null> {
    const stored = await store.findVersion(version);
    if (!stored) return null;
    const files = stored.files.map(({ name, text }) => ({ name, source: { path: name, text } }));
    return { version, author: stored.author, files, ...readBundle(files, version, hash) };
  }

  async function read(version: string): Promise<ReadVersion | null> {
    const found = kept.get(version) ?? (await load(version));
    kept.delete(version);
    if (found) kept.set(version, found);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > limits.keptPolicyVersions) kept.delete(oldest);
    return found;
  }

  async function active(): Promise<Active> {
    const activation = await store.activeVersion();
    return { activation, version: activation?.version ?? liveVersion() };
  }

  return {
    read,
    active,
    async readActive() {
      const { version } = await active();
      return version === null ? null : read(version);
    },
  };
}
