import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import { type Catalogue, PORTFOLIO_FAMILIES } from '../rules/attributes.ts';
import { conditionAt } from './conditions.ts';
import type { YamlDocument } from './document.ts';
import type { Portfolio, Profile } from './policy.ts';
import { loosePortfolios, portfoliosSchema } from './schema.ts';
import { validate } from './validate.ts';

const REACH_HINT = 'a portfolio is a set of cards: its condition reads card, cardholder and account attributes';

/**
 * Reads `portfolios.yaml`. `profiles` holds every profile by name, null where it has faults of its own: naming such a
 * one is no second fault.
 */
export function readPortfolios(
  document: YamlDocument,
  profiles: ReadonlyMap<string, Profile | null>,
  catalogue: Catalogue,
): { portfolios: Portfolio[]; diagnostics: Diagnostic[] } {
  const valid = validate(document, portfoliosSchema);
  const diagnostics = [...valid.diagnostics];
  const portfolios: Portfolio[] = [];
  // Whatever else is wrong, every condition and every name is looked at in the same run.
  const entries = loosePortfolios.parse(document.value).portfolios;
  const report = (path: readonly PropertyKey[], message: string, hint?: string) => {
    const span = document.spanOf(['portfolios', ...path]);
    diagnostics.push({ severity: 'error', source: document.source, span, message, ...(hint && { hint }) });
  };

  for (const [index, { name, when, profile: profileName }] of entries.entries()) {
    const isLast = index === entries.length - 1;
    if (name !== null && entries.findIndex((other) => other.name === name) !== index) {
      report([index, 'name'], `there is another portfolio "${name}"`, 'names of portfolios are unique');
    }
    if (when === undefined && !isLast) {
      const hint = 'only the last portfolio has no `when`; give this one a condition or move it to the end';
      report([index, 'name'], `portfolio "${name}" matches every card, so those after it never get one`, hint);
    }
    if (typeof when === 'string' && isLast) {
      const hint = 'end with a portfolio that has no `when`';
      report([index, 'when'], `the last portfolio must match every card, but "${name}" has a condition`, hint);
    }
    const profile = profileName === null ? null : profiles.get(profileName);
    if (profile === undefined && profileName !== null) {
      const near = nearest(profileName, [...profiles.keys()]);
      const hint = near ? `did you mean "${near}"?` : `profiles/${profileName}.yaml is not there`;
      report([index, 'profile'], `there is no profile "${profileName}"`, hint);
    }
    const reach = { catalogue, families: PORTFOLIO_FAMILIES, familiesHint: REACH_HINT };
    const condition =
      typeof when !== 'string' ? null : conditionAt(document, ['portfolios', index, 'when'], when, reach);
    diagnostics.push(...(condition?.diagnostics ?? []));
    const whenText = condition?.printed ?? null;
    if (profile && name !== null) portfolios.push({ name, when: condition?.condition ?? null, whenText, profile });
  }
  return { portfolios, diagnostics };
}
