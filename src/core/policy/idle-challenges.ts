import type { Diagnostic } from '../language/diagnostic.ts';
import { parseYaml, type YamlDocument } from './document.ts';
import { nameWithin, type PolicyFile } from './files.ts';
import type { Policy, PolicyRule, Profile } from './policy.ts';
import { looseRules } from './schema.ts';
import { asksBySettings } from './suspicions-challenge.ts';

/**
 * Challenge rules that ask nobody, because the profile of their cards has no channel, and profiles with a channel that
 * nothing asks by: warnings, each at its place. `files` are those that the policy was read from.
 */
export function idleChallenges(policy: Policy, files: readonly PolicyFile[]): Diagnostic[] {
  const asking = policy.rules.filter(({ action, mode }) => action === 'challenge' && mode !== 'off');
  const live = asking.filter(({ mode }) => mode === 'live');
  return [
    ...live.flatMap((rule) => unasked(rule, policy, files)),
    ...[...policy.profiles.values()].flatMap((profile) => silent(profile, { policy, asking, files })),
  ];
}

function unasked(rule: PolicyRule, policy: Policy, files: readonly PolicyFile[]): Diagnostic[] {
  const mute = new Set(profilesOf(rule, policy).filter(({ challenge }) => challenge.channel === 'none'));
  const found = mute.size === 0 ? null : placeOf(rule, files);
  if (!found) return [];
  const answers = [...mute].map(({ name, challenge }) => `${name} ${challenge.otherwise}s`).join(', ');
  const message = `this asks nobody under a profile without a channel: ${answers}`;
  return [{ ...found, severity: 'warning', message, hint: 'challenge: { channel: stripe }, or twilio, asks them' }];
}

/** A channel that no threshold and no rule asks by. */
function silent(
  profile: Profile,
  {
    policy,
    asking,
    files,
  }: { readonly policy: Policy; readonly asking: readonly PolicyRule[]; readonly files: readonly PolicyFile[] },
): Diagnostic[] {
  const { channel } = profile.challenge;
  if (channel === 'none' || asksBySettings(profile.settings)) return [];
  const own = asking.filter((rule) => mayReach(rule, profile, policy));
  const document = documentOf((name) => nameWithin('profiles', name) === profile.name, files);
  if (own.some(({ mode }) => mode === 'live') || !document) return [];
  const at = { source: document.source, span: document.spanOf(['challenge', 'channel']) };
  const message = `nothing asks by ${channel}: no threshold and no live rule of this profile challenges`;
  const hint =
    own.length > 0
      ? `${own.map(({ id }) => id).join(', ')} would, and ${own.length === 1 ? 'is' : 'are'} in shadow`
      : 'e.g. thresholds: { fraud_risk_score: { challenge: 30 } }';
  return [{ severity: 'warning', ...at, message, hint }];
}

function profilesOf({ portfolios: named }: PolicyRule, { portfolios }: Policy): Profile[] {
  return portfolios.filter(({ name }) => named === null || named.has(name)).map(({ profile }) => profile);
}

/** A profile that no portfolio has yet is one that any rule for all cards would reach. */
function mayReach(rule: PolicyRule, profile: Profile, policy: Policy): boolean {
  const isUsed = policy.portfolios.some((portfolio) => portfolio.profile.name === profile.name);
  return isUsed ? profilesOf(rule, policy).some(({ name }) => name === profile.name) : rule.portfolios === null;
}

function placeOf({ id }: PolicyRule, files: readonly PolicyFile[]): Pick<Diagnostic, 'source' | 'span'> | null {
  for (const { name, source } of files) {
    const { document } = parseYaml(source);
    if (nameWithin('rules', name) === null || !document) continue;
    const index = looseRules.parse(document.value).rules.findIndex((rule) => rule.id === id);
    if (index !== -1) return { source, span: document.spanOf(['rules', index, 'rule']) };
  }
  return null;
}

function documentOf(isMeant: (name: string) => boolean, files: readonly PolicyFile[]): YamlDocument | null {
  const file = files.find(({ name }) => isMeant(name));
  return file ? parseYaml(file.source).document : null;
}
