import type { AttributeDefinition } from '../../../core/rules/attributes.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import { UsageError } from '../command.ts';
import { type HistoryPorts, nameOf, readableTwice } from '../replay/history.ts';
import { openEventsSource } from './events-source.ts';
import { formatOf } from './format.ts';
import { openObjectsSource } from './objects-source.ts';
import { openTableSource } from './table-source.ts';

/** What opening a history takes from its surroundings: as a replay does. */
export type OpenHistoryPorts = HistoryPorts;

/**
 * Opens a history, `-` being the given input: a table in CSV or Parquet, its rows as JSON, or Stripe's events
 * (docs/history-format.md). `features` are the attributes that the policy counts (policyAttributes): a column of one's
 * name is that feature. What can't be read is told through the progress, with its place. Throws UsageError where there
 * is no such file, or no history in it.
 */
export async function openHistorySource(
  file: string,
  features: readonly AttributeDefinition[],
  ports: OpenHistoryPorts,
): Promise<HistorySource> {
  const path = await readableTwice(file, ports);
  const name = nameOf(file);
  const format = await formatOf(path);
  switch (format) {
    case 'events':
      return openEventsSource(path, name, ports);
    case 'objects':
      return openObjectsSource(path, name, features, ports);
    case null:
      throw new UsageError(`${name} is packed JSON: unpack it first, e.g. gunzip -c FILE | countersign … -`);
    default:
      return openTableSource({ path, name, format }, features, ports);
  }
}
