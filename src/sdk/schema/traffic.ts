import { z } from 'zod';
import { PARTS } from '../../core/decision/alarm-words.ts';
import { limits } from '../../core/domain/limits.ts';
import { jobQueue } from './jobs.ts';
import { time } from './paging.ts';

const byCause = z.record(z.string(), z.int());
const ms = z.number().nullable();

const counts = {
  asked: z.int().meta({ description: 'Asks that were decided; a duplicate, which gets the stored answer, is none.' }),
  approved: z.int(),
  declined: z.int(),
  challenged: z.int(),
  stand_ins: byCause.meta({ description: 'Answers of the stand-in, by why the policy could not answer.' }),
  missing: byCause.meta({ description: 'Asks to which something that a rule reads was missing, by why.' }),
  recorded_late: z.int().meta({ description: 'Answers that went out before they were durable.' }),
  p50_ms: ms.meta({ description: 'From the request to the reply, within 3 %; null without asks. So the next one.' }),
  p99_ms: ms,
  too_late: z.int().meta({ description: 'Answers that took longer than Stripe waits.' }),
};

/** Asks of one minute. */
export const trafficMinute = z.object({ at: time, ...counts }).meta({ id: 'TrafficMinute' });

export const trafficQuery = z.strictObject({
  minutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.maxTrafficMinutes)
    .default(limits.trafficMinutes)
    .meta({ description: 'How many of the last minutes, with the one that is not over yet.' }),
});

/** What all gateways answered. */
export const traffic = z
  .object({
    from: time,
    to: time.meta({ description: 'Now. Minutes are those of the clock of the gateway that answered.' }),
    counted_every_ms: z.int().meta({
      description:
        'How old the figures may be: gateways write what they counted so often. One that is killed loses it.',
    }),
    stripe_timeout_ms: z.int().meta({ description: 'How long Stripe waits.' }),
    deadline_ms: z
      .object({ shortest: z.int(), longest: z.int() })
      .meta({ description: "The deadlines of the live policy's profiles." }),
    minutes: z.array(trafficMinute).meta({ description: 'Every minute, the oldest first; the last is not over.' }),
    totals: z.object(counts),
  })
  .meta({ id: 'Traffic', description: 'What all gateways answered in the last minutes, added up.' });

const severity = z.enum(['critical', 'warning']).meta({ description: 'critical: answers or records are at stake.' });

/** How the service does, for whoever may read. */
export const serviceStatus = z
  .object({
    process: z.object({ name: z.string(), role: z.enum(['gateway']), started_at: time }),
    policy_version: z.string(),
    alarms: z.array(
      z.object({
        alarm: z.string(),
        severity,
        part: z.enum(PARTS),
        since: time,
        processes: z.int().meta({ description: 'In how many processes it stands.' }),
        text: z.string(),
      }),
    ),
    parts: z.array(
      z.object({
        part: z.enum(PARTS),
        degraded: z.boolean(),
        causes: z.array(
          z.object({
            cause: z.string().meta({ description: 'A name of an alarm, or cold, late, full, no_key and the like.' }),
            severity,
            text: z.string(),
          }),
        ),
      }),
    ),
    jobs: z
      .object({
        done_by: z.enum(['here', 'worker']),
        seen_at: time.nullable().meta({ description: 'When the queues were last looked at.' }),
        inbox: z.int().nullable(),
        inbox_oldest_at: time.nullable(),
        outbox: z.int().nullable(),
        queues: z.array(jobQueue).nullable().meta({ description: 'Null while they can not be asked.' }),
      })
      .meta({ description: 'As the process last saw it, seconds ago.' }),
  })
  .meta({
    id: 'ServiceStatus',
    description: 'How the gateway that was asked does, what is wrong in any process, and what waits. No details.',
  });
