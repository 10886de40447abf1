import { readBundle } from '../../core/policy/bundle.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import { storeFiles } from './apply.ts';
import { folderOf } from './check.ts';
import type { ShadowOutcome } from './outcome.ts';
import type { PublishPorts } from './ports.ts';
import { refused, unknown } from './verdict.ts';
import type { Versions } from './versions.ts';

/** What to evaluate beside the live version: files, a stored version, or nothing any more. */
export interface ShadowRequest {
  readonly shadow: { readonly version: string } | { readonly files: readonly PolicyFile[] } | null;
  /** The id of the credential. */
  readonly author: string;
  readonly note: string | null;
}

/**
 * Has a version evaluated beside the live one, or ends that. It decides nothing: files need only be free of errors,
 * and four eyes don't matter.
 */
export function createShadow({ store, clock, hash }: PublishPorts, versions: Versions) {
  async function end(author: string, note: string | null): Promise<ShadowOutcome> {
    return store.act(async (acting) => {
      const current = await acting.currentShadow();
      if (!current) return { kind: 'ended', version: null, message: 'there is no shadow' };
      const { version } = current;
      await acting.setShadow(null, author);
      const act = { actor: author, act: 'policy.shadow_end', subject: version, detail: { note } };
      await acting.appendAudit({ ...act, atMs: clock.nowMs() });
      return { kind: 'ended', version, message: `${version} is no shadow any more` };
    });
  }

  return async function shadow(request: ShadowRequest): Promise<ShadowOutcome> {
    const { shadow: wished, author, note } = request;
    if (wished === null) return end(author, note);
    const read = 'files' in wished ? readFiles(wished.files, hash) : await versions.read(wished.version);
    if (!read) return unknown('version' in wished ? wished.version : '');
    const { version, diagnostics } = read;
    if (version === null) {
      return { kind: 'faulty', diagnostics, message: 'no shadow: the policy has errors' };
    }
    if ((await versions.active()).version === version) {
      return refused('is_live', `no shadow: ${version} is the live version`);
    }
    return store.act(async (acting) => {
      if ('files' in wished) await storeFiles(acting, version, { files: wished.files, author, note }, clock.nowMs());
      await acting.setShadow(version, author);
      const act = { actor: author, act: 'policy.shadow', subject: version, detail: { note } };
      await acting.appendAudit({ ...act, atMs: clock.nowMs() });
      return { kind: 'shadowed', version, warnings: diagnostics, message: `${version} is the shadow` };
    });
  };
}

/** Files as a version; null as its name where they have an error. */
function readFiles(files: readonly PolicyFile[], hash: (text: string) => string) {
  const { policy, diagnostics } = readBundle(files, folderOf(files), hash);
  return { version: policy?.version ?? null, diagnostics };
}
