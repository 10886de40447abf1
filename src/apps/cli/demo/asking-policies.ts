import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { ChallengeChannel } from '../../../core/domain/challenge.ts';

/**
 * A copy of a policy folder in which every profile asks cardholders by that channel about the fraud scores that it
 * otherwise declines. Its cases are left out: they say what the policy does as it is. Gives the copy's folder; where
 * there is no folder to copy, or it is that copy, the one that was given.
 */
export function askingPolicies(folder: string, copy: string, channel: ChallengeChannel): string {
  if (!existsSync(join(folder, 'profiles')) || resolve(folder) === resolve(copy)) return folder;
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, 'cases'), { recursive: true, force: true });
  for (const name of readdirSync(join(copy, 'profiles'))) {
    if (/\.ya?ml$/.test(name)) askIn(join(copy, 'profiles', name), channel);
  }
  return copy;
}

function askIn(file: string, channel: ChallengeChannel): void {
  const profile = parseDocument(readFileSync(file, 'utf8'));
  const above = profile.getIn(['thresholds', 'fraud_risk_score', 'decline']);
  if (above === undefined) return;
  profile.setIn(['thresholds', 'fraud_risk_score'], { challenge: above });
  profile.setIn(['challenge', 'channel'], channel);
  writeFileSync(file, String(profile));
}

/** What is different about the demo's policy, in a sentence; null: nothing. */
export function askingWords(channel: ChallengeChannel | null): string | null {
  if (channel === null) return null;
  const by = channel === 'stripe' ? "Stripe's own texts" : 'texts of ours, through a Twilio of this machine';
  return `Cardholders are asked, by ${by}, about fraud scores that the policy as it comes declines (--challenge)`;
}
