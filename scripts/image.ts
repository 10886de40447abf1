// Performs the Dockerfile without Docker and says where the result is and how it is started: npm run image [-- FOLDER]
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ImageFault } from './image/dockerfile.ts';
import { performDockerfile } from './image/perform.ts';
import type { Stage } from './image/stage.ts';

const [, , folder] = process.argv;
const into = folder === undefined ? mkdtempSync(join(tmpdir(), 'countersign-image-')) : resolve(folder);
try {
  console.log(describe(await performDockerfile('.', into, (step) => console.error(step))));
} catch (error) {
  if (!(error instanceof ImageFault)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function describe(image: Readonly<Stage>): string {
  const variables = Object.entries(image.environment).map(([name, value]) => {
    // With Docker a volume is mounted there; here the folder in the image stands for it.
    return `${name}=${image.volumes.includes(value) ? join(image.root, value) : value}`;
  });
  return `
files    ${image.root}
user     ${image.user} (nothing enforces that here)
volumes  ${image.volumes.join(' ')}
health   ${image.healthcheck?.join(' ') ?? 'is not checked'}
start    cd ${join(image.root, image.workdir)}
         env ${variables.join(' ')} STRIPE_AUTHORIZATION_WEBHOOK_SECRETS=test:whsec_… \\
           ${[...image.entrypoint, ...image.command].join(' ')}
`;
}
