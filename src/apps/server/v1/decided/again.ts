import type { z } from 'zod';
import { brokenRules } from '../../../../adapters/store/database/rule-breaks.ts';
import { type DecidedAgain, decideAgain } from '../../../../core/decision/decide-again.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import type { Policy } from '../../../../core/policy/policy.ts';
import type { againRequest, decisionAgain } from '../../../../sdk/schema/decided.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { knownPolicy, readRecordedPolicy, underProfile } from '../versions.ts';

/**
 * What another profile or version would have said of a recorded ask. Throws a Problem for a profile or version that
 * there is none of, and for an ask that no policy decided.
 */
export async function sayAgain(
  ports: ApiPorts,
  record: DecisionRecord,
  { profile, version }: z.output<typeof againRequest>,
): Promise<z.input<typeof decisionAgain>> {
  if (record.answered_by !== 'policy') {
    throw new Problem('refused', 'no policy decided this ask: what one reads was not recorded with it');
  }
  const policy = underProfile(await readRecordedPolicy(ports, version ?? record.policy_version), profile);
  const { livemode, account } = record;
  const found = decideAgain(record, {
    policy,
    deciding: await knownPolicy(ports, record.policy_version),
    entries: ports.live.entries({ livemode, account }),
    broken: await brokenRules(ports.pool, policy.version),
  });
  return say(record, policy, found);
}

function say(record: DecisionRecord, { version }: Policy, found: DecidedAgain): z.input<typeof decisionAgain> {
  const { verdict, isKnown, isChanged, rules, unknown } = found;
  const reasons = verdict?.reasons ?? [];
  return {
    ...{ decision: record.id, version, profile: verdict?.profile ?? null, portfolio: record.portfolio, known: isKnown },
    ...{ outcome: verdict?.outcome ?? null, review: verdict?.review ?? null, reasons: [...reasons] },
    overridden: [...(verdict?.overridden ?? [])],
    same: isKnown ? !isChanged : null,
    changes: {
      reasons_added: reasons.filter((reason) => !record.reasons.includes(reason)),
      reasons_removed: verdict ? record.reasons.filter((reason) => !reasons.includes(reason)) : [],
      rules: rules.map(({ because, ...rule }) => ({ ...rule, because: [...because] })),
    },
    considered: (verdict?.considered ?? []).map(({ because, ...one }) => ({ ...one, because: [...because] })),
    attributes: verdict?.attributes ?? {},
    unknown: [...unknown],
  };
}
