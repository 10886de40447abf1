import { type Finding, fault, ok } from './finding.ts';

const LEAST = 24;

/** Is this Node new enough? */
export function checkNode(version: string): Finding {
  if (Number.parseInt(version, 10) >= LEAST) return ok('node', version);
  const why = `Countersign is built for Node ${LEAST}: an older one can't run its TypeScript, and answers more slowly`;
  return fault('node', version, why, `install Node ${LEAST} or newer, or run it by npm start, which brings its own`);
}
