import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readDockerignore } from './context.ts';
import { copyInto, type Source } from './copy.ts';
import { execForm, faultOf, ImageFault, type Instruction, parseDockerfile } from './dockerfile.ts';
import { runIn } from './run.ts';
import { emptyStage, placeOf, type Stage } from './stage.ts';

/** What the last stage came to; paths in it are the image's, and `root` stands for its `/`. */
export type Image = Readonly<Stage>;

/**
 * Performs the Dockerfile of a checkout without Docker, in folders within `into` (which it makes), and leaves those of
 * the last stage. Node is this process's own, which must be the version that the Dockerfile names; `USER` and `VOLUME`
 * are noted, not enforced. `onStep` hears of each step before it is taken. Throws ImageFault.
 */
export async function performDockerfile(
  checkout: string,
  into: string,
  onStep: (step: string) => void = () => {},
): Promise<Image> {
  const instructions = parseDockerfile(readFileSync(join(checkout, 'Dockerfile'), 'utf8'));
  const isSeen = readDockerignore(readFileSync(join(checkout, '.dockerignore'), 'utf8'));
  const stages = new Map<string, Stage>();
  let stage: Stage | null = null;
  for (const instruction of instructions) {
    onStep(`${instruction.name} ${instruction.rest}`);
    if (instruction.name === 'FROM') {
      stage = beginStage(instruction, stages, join(into, `stage-${stages.size}`));
    } else if (stage === null) {
      throw faultOf(instruction, 'stands before the first FROM');
    } else if (instruction.name === 'COPY') {
      copyInto(stage, instruction, sourceOf(instruction, stages, { root: checkout, isSeen }));
    } else if (instruction.name === 'RUN') {
      await runIn(stage, instruction);
    } else {
      note(stage, instruction);
    }
  }
  if (stage === null) throw new ImageFault('Dockerfile: there is no FROM');
  const root = join(into, 'root');
  renameSync(stage.root, root);
  for (const other of stages.values()) rmSync(other.root, { recursive: true, force: true });
  return { ...stage, root };
}

function beginStage(instruction: Instruction, stages: Map<string, Stage>, root: string): Stage {
  const [, base = '', name] = /^(\S+)\s+AS\s+([\w-]+)$/i.exec(instruction.rest) ?? [];
  if (name === undefined) throw faultOf(instruction, 'wants a base and AS a name');
  mkdirSync(root, { recursive: true });
  const earlier = stages.get(base);
  // Its files would have to be copied, and nothing here asks for that.
  if (earlier && readdirSync(earlier.root).length > 0)
    throw faultOf(instruction, 'of a stage with files is not known here');
  if (!earlier && base !== `node:${process.versions.node}-slim`) {
    throw faultOf(instruction, `is performed by this Node, ${process.versions.node}, and can't stand for ${base}`);
  }
  const stage: Stage = { ...(earlier ?? emptyStage(root)), root };
  stages.set(name, stage);
  return stage;
}

function sourceOf(instruction: Instruction, stages: ReadonlyMap<string, Stage>, context: Source): Source {
  const { from, chown: _, ...unknown } = instruction.flags;
  const [flag] = Object.keys(unknown);
  if (flag !== undefined) throw faultOf(instruction, `--${flag} is not known here`);
  if (from === undefined) return context;
  const stage = stages.get(from);
  if (!stage) throw faultOf(instruction, `takes from ${from}, which is no stage`);
  return { root: stage.root, isSeen: () => true };
}

/** What changes no file but a folder's being there. */
function note(stage: Stage, instruction: Instruction): void {
  const { name, rest } = instruction;
  if (name === 'WORKDIR') {
    if (!rest.startsWith('/')) throw faultOf(instruction, 'wants an absolute path');
    stage.workdir = rest;
    mkdirSync(placeOf(stage, '.'), { recursive: true });
  } else if (name === 'ENV') stage.environment = { ...stage.environment, ...readPairs(instruction) };
  else if (name === 'USER') stage.user = rest;
  else if (name === 'VOLUME') stage.volumes = [...stage.volumes, rest];
  else if (name === 'EXPOSE') stage.ports = [...stage.ports, rest];
  else if (name === 'STOPSIGNAL') stage.stopSignal = rest;
  else if (name === 'HEALTHCHECK') stage.healthcheck = execForm(instruction, rest.replace(/^CMD\s+/, ''));
  else if (name === 'ENTRYPOINT') stage.entrypoint = execForm(instruction);
  else if (name === 'CMD') stage.command = execForm(instruction);
  else throw faultOf(instruction, 'is not known here');
}

function readPairs(instruction: Instruction): Record<string, string> {
  const pairs = instruction.rest.split(/\s+/).map((word) => {
    const [, name, value] = /^(\w+)=([^"'$\\]*)$/.exec(word) ?? [];
    if (name === undefined || value === undefined) throw faultOf(instruction, `wants plain NAME=value, not ${word}`);
    return [name, value];
  });
  return Object.fromEntries(pairs);
}
