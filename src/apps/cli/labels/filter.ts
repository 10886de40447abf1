import { LABEL_SOURCES } from '../../../core/domain/label.ts';
import type { LabelFilter } from '../../../sdk/index.ts';
import type { Arguments } from '../command.ts';
import { wordOption } from '../options.ts';
import { spanOptions } from '../remote/when.ts';

const VERDICTS = ['fraud', 'legitimate', 'withdrawn'] as const;

/** The options that say which labels. */
export const FILTER_OPTIONS = [
  'verdict',
  'source',
  'authorization',
  'card',
  'from',
  'to',
  'approved',
  'unjoined',
] as const;

/** The labels that the options ask for. Throws UsageError. */
export function labelFilterOf(values: Arguments['values'], nowMs: number): LabelFilter {
  const { verdict, source, authorization, card, approved, unjoined } = values;
  return {
    ...(verdict !== undefined && { verdict: wordOption('verdict', verdict, 'fraud', VERDICTS) }),
    ...(source !== undefined && { source: wordOption('source', source, 'import', LABEL_SOURCES) }),
    ...(typeof authorization === 'string' && { authorization }),
    ...(typeof card === 'string' && { card }),
    ...spanOptions(values, nowMs),
    ...(approved !== undefined && { approved: wordOption('approved', approved, 'true', ['true', 'false']) === 'true' }),
    ...(unjoined === true && { unjoined: true }),
  };
}
