import { limits } from '../../../core/domain/limits.ts';

/** Shared between the main thread and the writer's: a batch's lines, and what is to be done with them. */
export interface WriterMemory {
  /** See `CONTROL`. The writer's thread sleeps on the turn. */
  readonly control: SharedArrayBuffer;
  /** Lines with their heads still blank; the writer's thread fills in the checksums. */
  readonly data: SharedArrayBuffer;
}

/** Places in the control memory, as 32 bit integers. */
export const CONTROL = { turn: 0, bytes: 1, segment: 2 } as const;

/** In place of a segment's number: end the thread. */
export const STOP = -1;

/** What the writer's thread needs to start; `seenTurn` is the last turn that isn't for it. */
export interface WriterStart extends WriterMemory {
  readonly dir: string;
  readonly seenTurn: number;
}

/** What the writer's thread says of a turn: how many milliseconds it took, or why it failed. */
export type WriterAnswer = number | { readonly code: string };

/** Fresh memory for one writer; holds one batch. */
export function createWriterMemory(): WriterMemory {
  return { control: new SharedArrayBuffer(16), data: new SharedArrayBuffer(limits.journalMaxBatchBytes) };
}
