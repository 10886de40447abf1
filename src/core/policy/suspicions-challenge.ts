import { senderFault } from '../challenge/sender.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Path, YamlDocument } from './document.ts';
import type { ProfileFile } from './schema.ts';

/** Where Stripe sends questions of its own: "Fraud challenges" in Stripe's guide to Issuing. */
const STRIPE_COUNTRIES = ['US', 'GB'];
const STRIPE_REPLY_MINUTES = 60;

/** What is wrong with `challenge:` of a profile, or says nothing to the channel that it has; each at its place. */
export function challengeSuspicions(document: YamlDocument, file: ProfileFile): Diagnostic[] {
  const { challenge } = file;
  const { channel, from } = challenge;
  const report = (severity: Diagnostic['severity'], path: Path, message: string, hint: string): Diagnostic => {
    return { severity, source: document.source, span: document.spanOf(path), message, hint };
  };
  const warn = (path: Path, message: string, hint: string) => report('warning', ['challenge', ...path], message, hint);
  const fault = from === undefined ? null : senderFault(from);
  return [
    ...(fault ? [report('error', ['challenge', 'from'], fault.message, fault.hint)] : []),
    ...(from !== undefined && channel !== 'twilio'
      ? [
          warn(
            ['from'],
            `nothing is sent from here: the channel is ${channel}`,
            'write channel: twilio, or take it out',
          ),
        ]
      : []),
    ...(channel === 'none' ? asking(file).map((path) => report('warning', path, ...unasked(challenge))) : []),
    ...(channel === 'stripe' ? ofStripe(challenge, isGiven(document, 'allowance'), warn) : []),
  ];
}

/** What Stripe, which asks and remembers by itself, goes by its own numbers in. */
function ofStripe(
  { countries, reply_minutes: replyMinutes }: ProfileFile['challenge'],
  hasAllowance: boolean,
  warn: (path: Path, message: string, hint: string) => Diagnostic,
): Diagnostic[] {
  const unreached = countries.flatMap((country, index) =>
    STRIPE_COUNTRIES.includes(country)
      ? []
      : [warn(['countries', index], `Stripe texts no phone of ${country}`, 'it texts US and GB; twilio texts others')],
  );
  const late =
    replyMinutes === STRIPE_REPLY_MINUTES
      ? []
      : [warn(['reply_minutes'], 'Stripe gives 60 minutes, whatever stands here', 'take it out')];
  const own = 'Stripe keeps what a YES to it allows: 7 days at that merchant';
  return [...unreached, ...late, ...(hasAllowance ? [warn(['allowance'], own, 'take it out')] : [])];
}

/** Whether the file itself says it: what is there by default is nobody's slip. */
function isGiven({ value }: YamlDocument, setting: string): boolean {
  const challenge: unknown = (value as { challenge?: unknown } | null)?.challenge;
  return typeof challenge === 'object' && challenge !== null && setting in challenge;
}

/** Whether a profile by itself asks somebody something, whatever rules there are. */
export function asksBySettings(file: ProfileFile): boolean {
  return asking(file).length > 0;
}

/** The settings of a profile that want a cardholder to be asked. */
function asking({ thresholds, on_missing: onMissing, on_error: onError }: ProfileFile): Path[] {
  const signals = Object.entries(thresholds).filter(([, settings]) => settings?.challenge !== undefined);
  const gaps = Object.entries(onMissing).filter(([, reaction]) => reaction === 'challenge');
  return [
    ...signals.map(([signal]) => ['thresholds', signal, 'challenge']),
    ...gaps.map(([signal]) => ['on_missing', signal]),
    ...(onError === 'challenge' ? [['on_error']] : []),
  ];
}

function unasked({ otherwise }: ProfileFile['challenge']): [message: string, hint: string] {
  const message = `this asks nobody, and ${otherwise}s: the profile has no channel`;
  return [message, 'challenge: { channel: stripe }, or twilio, asks them'];
}
