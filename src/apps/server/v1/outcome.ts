import type { z } from 'zod';
import type { published } from '../../../sdk/schema/policy.ts';
import type { Filling, NotPublished, PublishOutcome } from '../../../workflows/publish/outcome.ts';
import type { Named } from './names.ts';
import { Problem } from './problem.ts';
import { sayActivation, sayCase, sayDiagnostic } from './say.ts';

/** What came of making a version live, as the API says it. Throws a Problem for what was not done. */
export function sayPublished(outcome: PublishOutcome, named: Named): z.input<typeof published> {
  const { message } = outcome;
  switch (outcome.kind) {
    case 'live': {
      const { activation, warnings } = outcome;
      const live = { version: activation.version, activation: sayActivation(activation, named) };
      return { state: 'live', ...live, message, warnings: warnings.map(sayDiagnostic) };
    }
    case 'waiting': {
      const { version, warnings } = outcome;
      return { state: 'waiting', version, activation: null, message, warnings: warnings.map(sayDiagnostic) };
    }
    case 'unchanged':
      return { state: 'unchanged', version: outcome.version, activation: null, message, warnings: [] };
    default:
      throw notPublished(outcome, message);
  }
}

/** Why nothing was done, as a Problem. */
export function notPublished(outcome: NotPublished, message: string): Problem {
  switch (outcome.kind) {
    case 'faulty':
      return new Problem('faulty_policy', message, { diagnostics: outcome.diagnostics.map(sayDiagnostic) });
    case 'failing': {
      const { diagnostics, cases } = outcome;
      const extra = { diagnostics: diagnostics.map(sayDiagnostic), cases: cases.map(sayCase) };
      return new Problem('failing_cases', message, extra);
    }
    case 'conflict':
      return new Problem('conflict', message);
    case 'unknown':
      return new Problem('not_found', message);
    case 'filling':
      return new Problem('filling', message, { filling: { version: outcome.version, ...progressOf(outcome.filling) } });
    case 'refused':
      return new Problem('refused', message);
  }
}

function progressOf({ events, share }: Filling) {
  return { events, share };
}
