import type { Reporter } from '../../language/reporter.ts';
import type { Catalogue } from '../attributes.ts';
import type { Rule } from '../parse-rule.ts';
import { areBelow } from './numbers.ts';
import type { Region } from './region.ts';
import { waysToBeTrue } from './ways.ts';

const HINT = "write and :fraud_risk_score: <= 50, or and :fraud_risk_level: != 'highest'";

/** Warns of an allow rule that matches at any risk in some way: it overrides all that would stop a fraud. */
export function lintCeiling({ action, condition, span }: Rule, catalogue: Catalogue, reporter: Reporter): void {
  if (action !== 'allow') return;
  const ways = waysToBeTrue(condition, catalogue) ?? [];
  const max = catalogue.get('fraud_risk_score')?.range?.max ?? Number.POSITIVE_INFINITY;
  const open = ways.filter(
    ({ regions }) =>
      !isBelow(regions.get(':fraud_risk_score:'), max) && !isLeftOut(regions.get(':fraud_risk_level:'), '=highest'),
  );
  if (open.length === 0) return;
  const which = open.length === ways.length ? 'this allows' : 'one way in which this matches allows';
  reporter.warn(span, `${which} whatever the risk is: an allow overrides every block but those marked always`, HINT);
}

function isBelow(region: Region | undefined, limit: number): boolean {
  return region !== undefined && !region.isMissing && areBelow(region.numbers, limit);
}

function isLeftOut(region: Region | undefined, member: string): boolean {
  return region !== undefined && !region.isMissing && region.choice.members.has(member) === region.choice.isExcept;
}
