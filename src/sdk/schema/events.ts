import { z } from 'zod';
import type { JsonValue } from '../../core/domain/json.ts';
import { limits } from '../../core/domain/limits.ts';
import { flag } from './paging.ts';

const RESERVED = 'authorization';

/** A type of events, as policies name it. */
export const eventType = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'is lower-case letters, digits and _, a letter first: login, sign_up')
  .max(limits.maxNameLength, `has at most ${limits.maxNameLength} characters`)
  .refine((type) => type !== RESERVED, `${RESERVED} is what Stripe asks about: only its webhook brings these`);

const TIME = 'is ISO 8601 with its zone (2026-05-01T12:00:00Z), or seconds since 1970';
const MAX_SECONDS = 99_999_999_999;

/** An event from a back end. What stands in it besides is its data. */
export const trackedEvent = z
  .looseObject(
    {
      id: z
        .string(`is a text of 1 to 100 characters, the same however often the event is sent`)
        .regex(/^\P{Cc}{1,100}$/u, 'has 1 to 100 characters, none of them a control character')
        .refine((id) => id.isWellFormed(), 'is no well-formed text')
        .meta({ description: 'Yours, unique within the type: an event that is sent again counts once.' }),
      time: z
        .union(
          [z.iso.datetime({ offset: true, error: TIME }), z.number().nonnegative(TIME).max(MAX_SECONDS, TIME)],
          TIME,
        )
        .optional()
        .meta({ description: 'When it happened: ISO 8601 or seconds since 1970; now without it.' }),
    },
    'is a JSON object',
  )
  .meta({ id: 'TrackedEvent', description: 'An event from a back end: `id`, `time`, and whatever else it tells.' });

const field = z.string().meta({ description: 'Nested ones as a path with dots; empty where it is about all of them.' });
const problem = z.string().meta({ description: 'What is wrong with it: never what stood in it.' });

/** What became of tracked events. */
export const trackedAnswer = z
  .object({
    accepted: z.int().meta({ description: 'Events that are durable now and count.' }),
    duplicates: z.int().meta({ description: 'Events that are known to have been sent before: they change nothing.' }),
    problems: z
      .array(z.object({ line: z.int(), id: z.string(), field, problem }))
      .meta({ description: `Fields that were left out or made null, ${limits.maxTrackedProblems} at most.` }),
  })
  .meta({ id: 'TrackedAnswer' });

export const enrichQuery = z.strictObject({
  dry: flag.optional().meta({ description: 'Whether only to look: nothing is recorded or counted then.' }),
});

/** The features of an event. */
export const enriched = z
  .object({
    id: z.string(),
    features: z.record(z.string(), z.custom<JsonValue>()).meta({ description: 'By name; null where there is none.' }),
    missing: z
      .record(z.string(), z.string())
      .meta({ description: 'Why a feature is null: `no_key`, `cold`, `late` …' }),
    approximate: z
      .array(z.string())
      .meta({ description: 'Features over more events than are kept one by one: nearly right.' }),
    problems: z.array(z.object({ field, problem })),
  })
  .meta({ id: 'Enriched', description: 'What the features of the policy say of an event.' });
