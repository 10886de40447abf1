/** What is used here of a lock file of npm's (lockfileVersion 3): packages by their path, the root by the empty one. */
export interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly [key: string]: unknown;
}

/**
 * The part of a lock file that a published package needs, as its `npm-shrinkwrap.json`: every package that its
 * dependencies lead to, at the locked version and hash, and none that only development wants.
 *
 * npm's own marks don't tell that: what is a development dependency of ours and an optional peer of another package is
 * installed by `npm ci --omit=dev` (npm/cli#7772). Throws where the lock file lacks a package that is needed.
 */
export function productionLock(lock: Lock, published: LockedPackage): object {
  const { name, version, license, dependencies, bin, engines } = published;
  const root = { name, version, license, dependencies, bin, engines };
  const reached = new Set<string>();
  const queue = wantedBy(published).map((wanted) => ({ from: '', wanted }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { path, locked } = resolve(lock, next.from, next.wanted);
    if (path === null || reached.has(path)) continue;
    reached.add(path);
    queue.push(...wantedBy(locked).map((wanted) => ({ from: path, wanted })));
  }
  const packages = [...reached].sort().map((path) => {
    const { devOptional: _, ...locked } = lock.packages[path] ?? {};
    return [path, locked];
  });
  return {
    name,
    version,
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: { '': root, ...Object.fromEntries(packages) },
  };
}

interface Wanted {
  readonly name: string;
  readonly isOptional: boolean;
}

function wantedBy(locked: LockedPackage): Wanted[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = locked;
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [
    ...[...Object.keys(dependencies), ...peers].map((name) => ({ name, isOptional: false })),
    ...Object.keys(optionalDependencies).map((name) => ({ name, isOptional: true })),
  ];
}

/** Where Node would find a package from here: in the nearest `node_modules` on the way up. */
function resolve(lock: Lock, from: string, { name, isOptional }: Wanted) {
  for (let folder: string | null = from; folder !== null; folder = folderAbove(folder)) {
    const path: string = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const locked = lock.packages[path];
    if (locked) return { path, locked };
  }
  if (isOptional) return { path: null, locked: {} };
  throw new Error(`package-lock.json lacks ${name}, which ${from || 'the package'} needs; run npm install`);
}

function folderAbove(folder: string): string | null {
  if (folder === '') return null;
  const end = folder.lastIndexOf('/node_modules/');
  return end === -1 ? '' : folder.slice(0, end);
}
