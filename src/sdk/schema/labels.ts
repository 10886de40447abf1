import { z } from 'zod';
import { LABEL_SOURCES } from '../../core/domain/label.ts';
import { LABEL_STRENGTHS } from '../../core/domain/label-verdict.ts';
import { limits } from '../../core/domain/limits.ts';
import { looksPersonal } from '../../core/domain/personal.ts';
import { actor, flag, note, time } from './paging.ts';

const verdict = z.enum(['fraud', 'legitimate', 'withdrawn']);
const source = z.enum(LABEL_SOURCES);
const strength = z.enum(LABEL_STRENGTHS);
const id = z.string().regex(/^[\w-]{1,255}$/, 'is an id of Stripe: letters, digits and _');
const notPersonal = (text: string) => !looksPersonal(text);
const PERSONAL = { message: 'holds what looks like an e-mail, phone or card number: leave that out' };

/** What somebody or something said was true. */
export const label = z
  .object({
    livemode: z.boolean(),
    account: z.string().nullable(),
    authorization: z.string().nullable(),
    approved: z.boolean().nullable().meta({
      description: "Whether it was approved in the end, by Stripe's word; null while that is not known.",
    }),
    transaction: z.string().nullable(),
    card: z.string().nullable().meta({ description: 'Of a warning about a card and what is bought with it.' }),
    verdict,
    source,
    strength: strength.meta({ description: 'How much it counts: docs/labels.md.' }),
    ref: z.string().meta({ description: "What it rests on: a dispute's id, a review's, a line of a file." }),
    known_at: time,
    noted_at: time.meta({ description: 'When it was written down here.' }),
    by: actor.nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    unjoined: z.boolean().meta({ description: 'The authorization of its transaction is not known yet.' }),
  })
  .meta({ id: 'Label', description: 'What somebody or something said was true of an authorization; never changed.' });

/** Which labels. */
export const labelFilter = z.strictObject({
  verdict: verdict.optional(),
  source: source.optional(),
  authorization: id.optional(),
  card: id.optional().meta({ description: 'About this card, or about what was bought with it.' }),
  from: time.optional().meta({ description: 'Known then or later.' }),
  to: time.optional().meta({ description: 'Known before.' }),
  approved: flag
    .optional()
    .meta({ description: 'About what Stripe says was approved in the end, or declined: fraud there is no loss.' }),
  unjoined: flag.optional().meta({ description: 'Those that wait for their transaction, or those that do not.' }),
});

/** A label that somebody adds. */
export const newLabel = z
  .strictObject({
    authorization: id.optional(),
    transaction: id.optional().meta({ description: 'Where the authorization is not known.' }),
    verdict,
    known_at: time
      .optional()
      .meta({ description: 'When it became known; now without it. No backtest sees it before.' }),
    ref: z.string().trim().min(1).max(200).refine(notPersonal, PERSONAL).optional().meta({
      description: 'What it rests on, in your own books; the authorization or transaction without it.',
    }),
    note: note.refine(notPersonal, PERSONAL).optional(),
  })
  .refine(({ authorization, transaction }) => (authorization === undefined) !== (transaction === undefined), {
    message: 'wants an authorization, or a transaction',
  })
  .meta({ id: 'NewLabel' });

export const newLabels = z
  .strictObject({ labels: z.array(newLabel).min(1).max(limits.maxLabels) })
  .meta({ id: 'NewLabels' });

/** What came of labels that were sent. */
export const addedLabels = z
  .object({
    added: z.int(),
    known: z.int().meta({ description: 'Said before in the same words: nothing was added.' }),
    unjoined: z.int().meta({ description: 'About transactions whose authorization is not known yet.' }),
    unheard_of: z.int().meta({ description: 'About authorizations of which nothing else is known: mistyped?' }),
  })
  .meta({ id: 'AddedLabels' });

export const labelSummary = z
  .object({
    counts: z.array(z.object({ source, verdict, count: z.int() })),
    unjoined: z.int().meta({ description: 'Labels that wait for their transaction.' }),
  })
  .meta({ id: 'LabelSummary', description: 'How many labels there are.' });

export const verdictQuery = z.strictObject({
  authorization: id,
  at: time.optional().meta({ description: 'By what was known then; now without it.' }),
});

/** What the labels of an authorization come to. */
export const labelledAs = z
  .object({
    authorization: z.string(),
    verdict: z.enum(['fraud', 'legitimate']).nullable(),
    source: source.nullable(),
    strength: strength.nullable(),
    known_at: time.nullable(),
    contested: z.boolean().meta({ description: 'Somebody else says the opposite.' }),
    labels: z.array(label),
  })
  .meta({
    id: 'LabelledAs',
    description: 'What the labels of an authorization come to, by the rule in docs/labels.md.',
  });
