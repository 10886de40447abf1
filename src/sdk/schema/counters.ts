import { z } from 'zod';

const filling = z.object({
  version: z.string(),
  events: z.int().meta({ description: 'Events that were counted so far.' }),
  share: z.number().min(0).max(1).meta({ description: 'The part of the stored past that was read, from 0 to 1.' }),
});

/** How the counters that features are read from stand. */
export const countersState = z
  .looseObject({
    kind: z
      .enum(['memory', 'redis', 'redis_cluster'])
      .meta({ description: 'Counted in this process, or in Redis for all of them.' }),
    cold: z.boolean().meta({ description: 'Whether features lack some of their past; they read as missing then.' }),
    filling: z.array(filling).meta({ description: 'The versions whose features are being filled from history.' }),
  })
  .meta({ id: 'Counters', description: 'How the counters that features are read from stand.' });

/** A feature of a policy version. */
export const feature = z
  .object({
    event: z.string(),
    name: z.string(),
    type: z.string(),
    text: z.string().meta({ description: 'Its definition in Scowl, in canonical form.' }),
    attribute: z.boolean().meta({ description: 'Whether rules read it, by its name between colons.' }),
  })
  .meta({ id: 'Feature', description: 'A value that is computed from earlier events.' });
