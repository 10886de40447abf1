import type { AttributeDefinition } from '../../../core/rules/attributes.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import { UsageError } from '../command.ts';
import { type HistoryPorts, nameOf, readableTwice } from '../replay/history.ts';
import { openTableSource } from './table-source.ts';

/** What opening a history takes from its surroundings: as a replay does. */
export type OpenHistoryPorts = HistoryPorts;

/**
 * Opens a history, `-` being the given input: CSV or Parquet. `features` are the attributes that the policy counts
 * (policyAttributes): a column of one's name is that feature. What can't be read is told through the progress, with its
 * place. Throws UsageError where there is no such file, or no history in it.
 */
export async function openHistorySource(
  file: string,
  features: readonly AttributeDefinition[],
  ports: OpenHistoryPorts,
): Promise<HistorySource> {
  const path = await readableTwice(file, ports);
  const name = nameOf(file);
  if (/\.parquet$/i.test(file)) return openTableSource({ path, name, format: 'parquet' }, features, ports);
  if (/\.csv(\.gz)?$/i.test(file)) return openTableSource({ path, name, format: 'csv' }, features, ports);
  throw new UsageError(`${name} is neither .csv nor .parquet`);
}
