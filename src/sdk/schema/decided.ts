import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';
import { finding, outcome, value } from './decisions.ts';
import { time } from './paging.ts';
import { versionName } from './policy.ts';

const action = finding.shape.action;
const result = finding.shape.result;
const unknownReading = 'What the record does not tell: what was not recorded, and personal values, which are hidden.';

/** A case made of a recorded decision. */
export const decisionCase = z
  .object({
    decision: z.string(),
    version: z.string().meta({ description: 'The version that decided: the case passes under it.' }),
    name: z.string(),
    file: z.string().meta({ description: 'Where it may go in the policy folder.' }),
    text: z.string().meta({ description: 'The YAML of such a file.' }),
    case: z.record(z.string(), z.unknown()).meta({ description: 'The case itself.' }),
    differences: z.array(z.string()).meta({
      description:
        'What comes of the case otherwise than was recorded: something is hidden, or a rule was broken; usually none.',
    }),
  })
  .meta({ id: 'DecisionCase', description: 'A case made of a recorded decision.' });

/** Who is to decide a recorded ask again. */
export const againRequest = z
  .strictObject({
    profile: z.string().min(1).max(limits.maxNameLength).optional().meta({
      description: "What this risk appetite would have said, whatever the portfolio's own.",
    }),
    version: versionName.optional().meta({ description: 'A stored version; the one that decided without it.' }),
  })
  .meta({ id: 'AgainRequest' });

/** What another policy would have said of a recorded ask. */
export const decisionAgain = z
  .object({
    decision: z.string(),
    version: z.string(),
    profile: z.string().nullable(),
    portfolio: z.string(),
    known: z.boolean().meta({
      description: 'Whether the record tells enough; if not, what is said is what comes of it without what is unknown.',
    }),
    outcome: outcome.nullable(),
    review: z.boolean().nullable(),
    reasons: z.array(z.string()),
    overridden: z.array(z.string()),
    same: z.boolean().nullable().meta({ description: 'Whether outcome and review are as they were; null: not known.' }),
    changes: z.object({
      reasons_added: z.array(z.string()),
      reasons_removed: z.array(z.string()),
      rules: z
        .array(
          z.object({
            id: z.string(),
            action,
            from: result.nullable(),
            to: result.nullable(),
            because: z.array(z.string()),
          }),
        )
        .meta({ description: 'Rules and thresholds that come out otherwise; null where one is not considered.' }),
    }),
    considered: z.array(finding),
    attributes: z.record(z.string(), value),
    unknown: z.array(z.string()).meta({ description: unknownReading }),
  })
  .meta({ id: 'DecisionAgain', description: 'What another profile or version would have said of a recorded ask.' });

/** Which feature to show the events of. */
export const featuresQuery = z.strictObject({
  feature: z.string().min(1).max(limits.maxNameLength).optional().meta({
    description: 'A feature whose events to show, too.',
  }),
});

const counted = z.object({
  function: z.string(),
  event: z.string().meta({ description: 'What is counted: `authorization`, or an event that a back end tells of.' }),
  by: z
    .array(z.object({ name: z.string(), value: z.unknown() }))
    .meta({ description: 'Its key; personal values hid.' }),
  window_seconds: z.number(),
  exclusive: z.boolean().meta({ description: 'Whether the ask itself is left out.' }),
  outcomes: z.array(z.string()).nullable().meta({ description: 'Only what became one of these; null: all.' }),
  filtered: z.boolean().meta({ description: 'Whether its definition has another condition.' }),
});

const behindEvent = z.object({
  kind: z.string(),
  id: z.string().meta({ description: 'Of an ask its authorization.' }),
  at: time,
  outcome: z.string().nullable().meta({ description: 'What had become of an ask by then.' }),
  value: z.unknown().meta({ description: 'What was taken of it; null where it is only counted.' }),
  own: z.boolean().meta({ description: 'Whether it is the ask itself.' }),
  decision: z.string().nullable(),
  amount_minor: z.number().nullable(),
  currency: z.string().nullable(),
  merchant_name: z.string().nullable(),
  card: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable().meta({ description: 'Of a tracked event; personal values hid.' }),
});

const behind = counted.extend({
  told: z.boolean().meta({ description: 'Whether the events can be told.' }),
  note: z.string().nullable().meta({ description: 'Why not, or why they do not come to the recorded value.' }),
  value: z.unknown().meta({ description: 'What the stored past comes to, counted again.' }),
  total: z.int().nullable(),
  events: z.array(behindEvent).meta({ description: `Newest first, at most ${limits.shownEventsBehind}.` }),
});

/** What earlier events came to for a decision. */
export const decisionFeatures = z
  .object({
    decision: z.string(),
    version: z.string(),
    note: z.string().nullable().meta({ description: 'Why there are none.' }),
    features: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        text: z.string().meta({ description: 'Its definition in Scowl.' }),
        attribute: z.boolean().meta({ description: 'Whether rules read it, by its name between colons.' }),
        read: z.boolean().meta({ description: 'Whether a rule that was considered read it.' }),
        value: value.nullable(),
        approximate: z.boolean(),
        of: z.array(z.string()).meta({ description: 'The features that it is computed of.' }),
        counts: z.array(counted),
      }),
    ),
    behind: z
      .object({ feature: z.string(), counts: z.array(behind) })
      .nullable()
      .meta({ description: 'The events of the feature that was asked for.' }),
  })
  .meta({ id: 'DecisionFeatures', description: 'What earlier events came to for a decision, and which they were.' });

/** A decision's signals beside the thresholds of its profile. */
export const decisionSignals = z
  .object({
    decision: z.string(),
    version: z.string(),
    profile: z.string(),
    known: z
      .boolean()
      .meta({ description: 'Whether the version that decided can be read: else no threshold is told.' }),
    signals: z.array(
      z.object({
        signal: z.string(),
        value: value.nullable().meta({ description: 'Null where no rule read it: then it was not recorded.' }),
        scale: z.enum(['above', 'at_least', 'at_most']).meta({
          description: 'It holds above a number, 0 to 100; at a level at least; at a disputability at most.',
        }),
        levels: z.array(z.string()).meta({ description: 'From least to most; none of a number.' }),
        thresholds: z.array(
          z.object({ rule: z.string(), action, at: z.union([z.number(), z.string()]), matched: z.boolean() }),
        ),
        on_missing: z.enum(['ignore', 'review', 'challenge', 'decline']),
      }),
    ),
  })
  .meta({ id: 'DecisionSignals', description: "A decision's signals beside the thresholds of its profile." });
