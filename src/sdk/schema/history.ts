import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { flag, pageOf, pageQuery, time } from './paging.ts';

export const historyQuery = pageQuery.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.recordedPage)
    .default(limits.recordedPage)
    .meta({ description: 'How many asks at most.' }),
  from: time.optional().meta({ description: 'Made from this moment on; without it from the first.' }),
  to: time.optional().meta({ description: 'Made before this moment.' }),
  features: flag.optional().meta({
    description: 'With the features that were recorded: a backtest takes these as they are and does not count them.',
  }),
  all: flag.optional().meta({
    description: 'Also what no policy decided: asks that were never put to us, or that a stand-in answered.',
  }),
});

/** One ask in the history format. */
export const historyRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).meta({
  id: 'HistoryRow',
  description:
    'One ask in the history format: attributes under their own names, amounts in minor units, labels, and what we ' +
    'answered. What is empty, or was not recorded, is left out.',
});

export const historyPage = pageOf(historyRow);
