import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseDockerfile } from '../../scripts/image/dockerfile.ts';
import { type Image, performDockerfile } from '../../scripts/image/perform.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const BASE = `FROM node:${process.versions.node}-slim AS base\n`;
const FILES = {
  '.dockerignore': '# all\n*\n!shown\n!folder\n',
  shown: 'shown',
  hidden: 'hidden',
  'folder/a': 'a',
  'folder/b/c': 'c',
};

/** Performs these instructions on a small checkout; `read` gives a file of the result, null where there is none. */
async function perform(instructions: string): Promise<{ image: Image; read(path: string): string | null }> {
  const checkout = writeFiles(temporaryFolder(), { ...FILES, Dockerfile: BASE + instructions });
  const image = await performDockerfile(checkout, join(temporaryFolder(), 'into'));
  const read = (path: string) => {
    const place = join(image.root, path);
    return existsSync(place) ? readFileSync(place, 'utf8') : null;
  };
  return { image, read };
}

describe('a Dockerfile is read', () => {
  test('instruction by instruction, over continued lines and comments', () => {
    expect(parseDockerfile('# one\n\nRUN a && \\\n  # two\n  b\ncopy --from=x --chown=y:z a b\n')).toEqual([
      { name: 'RUN', flags: {}, rest: 'a &&   b', line: 3 },
      { name: 'COPY', flags: { from: 'x', chown: 'y:z' }, rest: 'a b', line: 6 },
    ]);
  });

  test('to its end, which continues nothing', () => {
    expect(() => parseDockerfile('RUN a \\\n')).toThrow('Dockerfile:1: the last line is continued by nothing');
  });
});

describe('a Dockerfile is performed', () => {
  test('with files to a name, files to a folder, and what is in a folder', async () => {
    const { read } = await perform('WORKDIR /app\nCOPY shown named\nCOPY shown folder/a ./all/\nCOPY folder /else\n');
    expect([read('/app/named'), read('/app/all/shown'), read('/app/all/a')]).toEqual(['shown', 'shown', 'a']);
    expect([read('/else/a'), read('/else/b/c'), read('/app/else')]).toEqual(['a', 'c', null]);
  });

  test('stage by stage, of which only the last one stays', async () => {
    const { image, read } = await perform(
      'FROM base AS build\nWORKDIR /build\nRUN echo made >made\nFROM base AS run\nCOPY --from=build /build/made ./\n',
    );
    expect(read('/made')).toBe('made\n');
    expect(read('/build')).toBeNull();
    expect(existsSync(join(image.root, '../stage-0')) || existsSync(join(image.root, '../stage-1'))).toBe(false);
  });

  test('with this Node and the variables of the stage, and without those of this process', async () => {
    vi.stubEnv('COUNTERSIGN_IMAGE_TEST', 'leaks');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { read } = await perform('ENV A=1 B=/x\nRUN node --version >version && env >variables\n');
    expect(read('/version')).toBe(`${process.version}\n`);
    expect(read('/variables')).toMatch(/^A=1$/m);
    expect(read('/variables')).not.toMatch(/COUNTERSIGN_IMAGE_TEST|^NODE_ENV=|^PATH=.*node_modules\/\.bin/m);
  });

  test('noting what Docker would do with the result', async () => {
    const { image } = await perform(
      'USER node\nVOLUME /data\nEXPOSE 80\nSTOPSIGNAL SIGINT\nHEALTHCHECK --interval=5s \\\n  CMD ["true"]\n' +
        'ENTRYPOINT ["node", "main.js"]\nCMD ["serve"]\n',
    );
    expect(image).toMatchObject({
      user: 'node',
      volumes: ['/data'],
      ports: ['80'],
      stopSignal: 'SIGINT',
      healthcheck: ['true'],
      entrypoint: ['node', 'main.js'],
      command: ['serve'],
    });
  });

  test.each([
    ['COPY hidden ./', 'COPY finds no hidden'],
    ['COPY gone ./', 'COPY finds no gone'],
    ['COPY folder/* ./', 'COPY of patterns and variables is not known here: folder/*'],
    ['COPY shown folder/a all', 'COPY of several files wants a place that ends in /'],
    ['COPY --from=nowhere a b', 'COPY takes from nowhere, which is no stage'],
    ['COPY --link shown ./', 'COPY finds no --link'],
    ['COPY --chmod=755 shown ./', 'COPY --chmod is not known here'],
    ['RUN mkdir /data', 'RUN may name only what is in the working directory: mkdir /data'],
    ['RUN touch ../x', 'RUN may name only'],
    ['RUN echo $HOME', 'RUN may name only'],
    ['RUN echo said >&2; exit 3', 'said'],
    ['RUN ["true"]', 'RUN is known here as a line for the shell alone'],
    ['ENV A="b c"', 'ENV wants plain NAME=value'],
    ['WORKDIR app', 'WORKDIR wants an absolute path'],
    ['CMD node main.js', 'CMD wants a list of words in JSON, not node main.js'],
    ['ADD shown ./', 'ADD is not known here'],
    ['FROM node:1.2.3-slim AS other', "can't stand for node:1.2.3-slim"],
    ['FROM base', 'FROM wants a base and AS a name'],
  ])('not beyond what is known: %s', async (instruction, reason) => {
    await expect(perform(`${instruction}\n`)).rejects.toThrow(reason);
    await expect(perform(`${instruction}\n`)).rejects.toThrow(/^Dockerfile:2: /);
  });
});
