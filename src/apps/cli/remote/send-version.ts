import { CountersignError } from '../../../sdk/index.ts';
import type { Terminal } from '../command.ts';
import { showFaults } from './faults.ts';

/** Asks for something of a stored version; what the service finds wrong with it is shown before it rejects. */
export async function sendVersion<Answer>(terminal: Terminal, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof CountersignError && error.problem) await showFaults(error.problem, null, terminal);
    throw error;
  }
}
