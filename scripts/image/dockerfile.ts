/** One instruction of a Dockerfile, e.g. `COPY --from=build /build/dist ./`. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** What stands as `--flag=value` before all else. */
  readonly flags: Readonly<Record<string, string>>;
  /** The rest, on one line. */
  readonly rest: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** A Dockerfile, or a step of it, that can't be performed; the message names its line. */
export class ImageFault extends Error {
  override readonly name = 'ImageFault';
}

/** The fault of an instruction, with its line. */
export function faultOf({ name, line }: Instruction, reason: string): ImageFault {
  return new ImageFault(`Dockerfile:${line}: ${name} ${reason}`);
}

/** The instructions in order, with continued lines joined and comments gone. Throws ImageFault. */
export function parseDockerfile(text: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let begun: { readonly line: number; text: string } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    // Comments end no continuation; that is Docker's rule.
    if (/^\s*(#|$)/.test(line)) continue;
    begun ??= { line: index + 1, text: '' };
    begun.text += line.replace(/\\\s*$/, '');
    if (/\\\s*$/.test(line)) continue;
    instructions.push(parseInstruction(begun.text, begun.line));
    begun = null;
  }
  if (begun) throw new ImageFault(`Dockerfile:${begun.line}: the last line is continued by nothing`);
  return instructions;
}

function parseInstruction(text: string, line: number): Instruction {
  const [, name = '', flags = '', rest = ''] = /^\s*(\w+)((?:\s+--[\w-]+=\S+)*)\s*(.*?)\s*$/.exec(text) ?? [];
  const pairs = [...flags.matchAll(/--([\w-]+)=(\S+)/g)].map(([, flag = '', value = '']) => [flag, value]);
  return { name: name.toUpperCase(), flags: Object.fromEntries(pairs), rest, line };
}

/** The words of an instruction in the form `["node", "main.js"]`, the only one that is known here. Throws ImageFault. */
export function execForm(instruction: Instruction, text = instruction.rest): readonly string[] {
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {}
  throw faultOf(instruction, `wants a list of words in JSON, not ${text}`);
}
