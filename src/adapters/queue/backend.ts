import type { Processor, Queue, QueueOptions, Worker, WorkerOptions } from 'bullmq';

/** Where the queues are kept, as BullMQ wants it. */
export interface QueueBackend {
  readonly kind: 'redis' | 'postgres' | 'pglite';
  /** Makes there what BullMQ needs, or brings it up to its version. Rejects while the place can't be reached. */
  prepare(): Promise<void>;
  openQueue(name: string, options: Omit<QueueOptions, 'connection'>): Queue;
  /** A worker that does not run yet. */
  openWorker(name: string, process: Processor, options: Omit<WorkerOptions, 'connection'>): Worker;
  /** Closes the connections, when all queues and workers are closed. */
  close(): Promise<void>;
}
