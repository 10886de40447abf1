import { z } from 'zod';
import { PART_KINDS } from '../../core/policy/describe.ts';
import { diagnostic, policyFiles } from './check.ts';
import { actor, note, pageQuery, time } from './paging.ts';

export const versionName = z.string().regex(/^pol_[0-9a-f]{16}$/, 'is a version: pol_ and 16 hexadecimal digits');

/** One time that a version was made live. */
export const activation = z
  .object({
    seq: z.int(),
    version: z.string(),
    kind: z.enum(['apply', 'rollback', 'break_glass', 'expiry']),
    by: actor,
    note: z.string().nullable(),
    at: time,
    expires_at: time.nullable().meta({ description: 'When the version before becomes live again; null: never.' }),
  })
  .meta({ id: 'Activation', description: 'One time that a version was made live.' });

const versionFields = {
  version: z.string(),
  by: actor,
  note: z.string().nullable(),
  created_at: time,
};

/** A stored version, without its files. */
export const version = z.object(versionFields).meta({ id: 'Version', description: 'A stored version of the policy.' });

/** The policy in force. */
export const livePolicy = z
  .object({
    version: z.string(),
    from: z.enum(['folder', 'kept', 'applied']).meta({
      description: 'The policy folder; the one kept from before, as the folder is broken; or one that was applied.',
    }),
    activation: activation.nullable(),
    differing_folder: z.string().nullable().meta({ description: 'The version of the folder, where it is another.' }),
    shadow: z.string().nullable(),
    broken_rules: z.array(z.string()).meta({ description: 'Rules that the circuit breaker put in shadow.' }),
    portfolios: z.array(z.object({ name: z.string(), profile: z.string() })),
    rollback_to: z.string().nullable().meta({
      description: 'What a rollback would make live; null where nothing was live before.',
    }),
    warnings: z.array(diagnostic),
    four_eyes: z.boolean().meta({ description: 'The author of a version can not make it live.' }),
    waiting: z.array(version).meta({ description: 'Versions that wait for somebody other than their author.' }),
  })
  .meta({ id: 'LivePolicy', description: 'The policy in force.' });

/** A stored version, whole. */
export const wholeVersion = z
  .object({ ...versionFields, files: z.array(z.object({ name: z.string(), text: z.string() })) })
  .meta({ id: 'WholeVersion', description: 'A stored version of the policy with its files.' });

export const applyRequest = z
  .strictObject({
    files: policyFiles,
    note: note.optional(),
    expected_active: versionName.nullish().meta({
      description: 'The version that the files were made from: another one live meanwhile is a conflict.',
    }),
    break_glass: z.strictObject({ expires_at: time.optional() }).optional().meta({
      description: 'Live at once, past four eyes, for a while; wants the scope admin, and is reviewed after.',
    }),
  })
  .meta({ id: 'ApplyRequest' });

export const activateRequest = z
  .strictObject({ note: note.optional(), expected_active: versionName.nullish() })
  .meta({ id: 'ActivateRequest' });

export const rollbackRequest = z
  .strictObject({ to: versionName.optional(), note: note.optional() })
  .meta({ id: 'RollbackRequest' });

/** What came of making a version live. */
export const published = z
  .object({
    state: z.enum(['live', 'waiting', 'unchanged']).meta({
      description: 'Live now; stored, until somebody other than its author activates it; or live before already.',
    }),
    version: z.string(),
    activation: activation.nullable(),
    message: z.string(),
    warnings: z.array(diagnostic),
  })
  .meta({ id: 'Published', description: 'What came of making a version live.' });

const fieldChange = z.object({
  field: z.string().meta({ description: 'E.g. `thresholds.fraud_risk_score.decline`.' }),
  before: z.string().nullable().meta({ description: 'Null: not set, or not there.' }),
  after: z.string().nullable(),
});

const partChange = z.object({
  kind: z.enum(PART_KINDS),
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  fields: z.array(fieldChange).meta({ description: 'None where what changed is too long to be told.' }),
});

const policyChanges = z.object({
  parts: z.array(partChange).meta({ description: 'By kind, then by name.' }),
  portfolioOrder: z
    .object({ before: z.array(z.string()), after: z.array(z.string()) })
    .nullable()
    .meta({ description: 'The names of the portfolios, where their order is another one.' }),
  cases: z.object({ before: z.int(), after: z.int() }).meta({ description: 'How many there are.' }),
});

/** What another version would change. */
export const policyDiff = z
  .object({
    from: z.string(),
    to: z.string(),
    same: z.boolean(),
    changes: policyChanges.meta({ description: 'Rules, thresholds, lists and all else, as data.' }),
    text: z.string().meta({ description: 'The same for people.' }),
  })
  .meta({ id: 'PolicyDiff', description: 'What another version would change.' });

/** Which versions to compare. */
export const diffQuery = z.strictObject({ from: versionName.optional(), to: versionName.optional() });

export const diffFilesRequest = z
  .strictObject({ files: policyFiles, from: versionName.optional() })
  .meta({ id: 'DiffFilesRequest' });

/** Whose rules. */
export const ruleFilter = pageQuery.extend({ version: versionName.optional() });

export const rule = z
  .object({
    id: z.string(),
    action: z.enum(['allow', 'block', 'challenge', 'review']),
    rule: z.string().meta({ description: "In Radar's words, canonically." }),
    mode: z.enum(['live', 'shadow', 'off']),
    always: z.boolean(),
    sample_percent: z.number().nullable(),
    portfolios: z.array(z.string()).nullable(),
    tags: z.array(z.string()),
    expires_at: time.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Rule', description: 'A rule of the policy. The thresholds of profiles stand in their files.' });
