import { describe, expect, test } from 'vitest';
import { productionLock } from '../../scripts/production-lock.ts';

const published = { name: 'ours', version: '1.2.3', dependencies: { web: '5.0.0' } };

function lockOf(packages: Record<string, object>) {
  return { lockfileVersion: 3, packages: { '': { devDependencies: { tester: '1.0.0' } }, ...packages } };
}

function keptOf(packages: Record<string, object>): string[] {
  const { packages: kept } = productionLock(lockOf(packages), published) as { packages: object };
  return Object.keys(kept);
}

describe('the production part of a lock file', () => {
  test('is the package itself and all that its dependencies lead to', () => {
    expect(
      keptOf({
        'node_modules/web': { version: '5.0.0', dependencies: { path: '^1.0.0' } },
        'node_modules/path': { version: '1.4.0' },
        'node_modules/tester': { version: '1.0.0', dev: true },
      }),
    ).toEqual(['', 'node_modules/path', 'node_modules/web']);
  });

  test('keeps versions and hashes, and says nothing of development', () => {
    const web = { version: '5.0.0', integrity: 'sha512-abc', devOptional: true };
    expect(productionLock(lockOf({ 'node_modules/web': web }), published)).toMatchObject({
      name: 'ours',
      version: '1.2.3',
      packages: {
        '': { name: 'ours', dependencies: { web: '5.0.0' } },
        'node_modules/web': { version: '5.0.0', integrity: 'sha512-abc' },
      },
    });
    expect(JSON.stringify(productionLock(lockOf({ 'node_modules/web': web }), published))).not.toContain('dev');
  });

  test('leaves out what is an optional peer of one, though development brings it', () => {
    const web = {
      version: '5.0.0',
      peerDependencies: { types: '*', engine: '*' },
      peerDependenciesMeta: { types: { optional: true } },
    };
    expect(
      keptOf({
        'node_modules/web': web,
        'node_modules/types': { version: '2.0.0', devOptional: true },
        'node_modules/engine': { version: '3.0.0' },
      }),
    ).toEqual(['', 'node_modules/engine', 'node_modules/web']);
  });

  test('finds the nearest of two versions, as Node would', () => {
    expect(
      keptOf({
        'node_modules/web': { version: '5.0.0', dependencies: { deep: '2.0.0' } },
        'node_modules/web/node_modules/deep': { version: '2.0.0', dependencies: { flat: '1.0.0' } },
        'node_modules/deep': { version: '1.0.0', dev: true },
        'node_modules/flat': { version: '1.0.0' },
      }),
    ).toEqual(['', 'node_modules/flat', 'node_modules/web', 'node_modules/web/node_modules/deep']);
  });

  test('may lack what is optional, and nothing else', () => {
    expect(keptOf({ 'node_modules/web': { version: '5.0.0', optionalDependencies: { native: '1.0.0' } } })).toEqual([
      '',
      'node_modules/web',
    ]);
    expect(() => keptOf({ 'node_modules/web': { version: '5.0.0', dependencies: { gone: '1.0.0' } } })).toThrow(
      'package-lock.json lacks gone, which node_modules/web needs',
    );
  });
});
