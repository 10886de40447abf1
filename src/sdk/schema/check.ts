import { z } from 'zod';
import { limits } from '../../core/domain/limits.ts';

/** Something wrong in a text of the policy. */
export const diagnostic = z
  .object({
    severity: z.enum(['error', 'warning']),
    path: z.string(),
    line: z.int(),
    column: z.int(),
    end_line: z.int(),
    end_column: z.int(),
    message: z.string(),
    hint: z.string().nullable(),
  })
  .meta({
    id: 'Diagnostic',
    description: 'Something wrong in a text of the policy; lines and columns (UTF-16) count from 1.',
  });

/** What came of one case of the policy. */
export const caseResult = z
  .object({
    name: z.string(),
    path: z.string(),
    line: z.int(),
    passed: z.boolean(),
    differences: z.array(z.string()).meta({ description: 'What was expected and what came, readable.' }),
  })
  .meta({ id: 'CaseResult', description: 'What came of one case of the policy.' });

/** Names of files are those within the policy folder. */
const policyFile = z
  .strictObject({
    name: z
      .string()
      .max(200)
      .regex(/^[\w.-]+(\/[\w.-]+)*$/, 'is the path of a file within the policy folder: rules/starter.yaml')
      .refine((name) => !name.split('/').includes('..'), 'may not lead out of the folder'),
    text: z.string(),
  })
  .meta({ id: 'PolicyFile', description: 'A file of the policy folder, e.g. rules/starter.yaml.' });

/** A policy folder, all of it. */
export const policyFiles = z.array(policyFile).min(1).max(limits.maxPolicyFiles);

export const checkRequest = z
  .strictObject({
    files: policyFiles,
    cases: z.boolean().default(true).meta({ description: 'Whether the cases are run, too.' }),
  })
  .meta({ id: 'CheckRequest' });

export const checkReport = z
  .object({
    sound: z
      .boolean()
      .meta({ description: 'No error, and every case that was run passed: with all of them it could be applied.' }),
    version: z.string().nullable().meta({ description: 'What it would be called; null where it has an error.' }),
    diagnostics: z.array(diagnostic),
    cases: z.array(caseResult),
  })
  .meta({ id: 'CheckReport' });
