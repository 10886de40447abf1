/**
 * What stands for the state of a shard, `<token>.<n>`: the token changes when all is filled anew, `n` with every
 * change.
 */
export interface Epoch {
  readonly token: string;
  readonly n: number;
}

/** Reads it; null where there is none. */
export function readEpoch(epoch: string | null | undefined): Epoch | null {
  if (!epoch) return null;
  const at = epoch.lastIndexOf('.');
  return { token: epoch.slice(0, at), n: Number(epoch.slice(at + 1)) };
}

/** Its token alone. */
export function tokenOf(epoch: string | null | undefined): string | null {
  return epoch ? epoch.slice(0, epoch.lastIndexOf('.')) : null;
}
