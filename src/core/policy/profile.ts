import type { ChallengeSettings } from '../challenge/settings.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import { type Catalogue, STAND_IN_FAMILIES } from '../rules/attributes.ts';
import type { CompiledCondition } from '../rules/compile.ts';
import { compileText, conditionAt } from './conditions.ts';
import { parseYaml, type YamlDocument } from './document.ts';
import type { Profile, Rule, StandIn } from './policy.ts';
import { looseCases, type ProfileFile, profileSchema } from './schema.ts';
import { suspicions } from './suspicions.ts';
import { challengeSuspicions } from './suspicions-challenge.ts';
import { thresholdRules } from './thresholds.ts';
import { validate } from './validate.ts';

/** Reads one `profiles/NAME.yaml`; the profile is null when it has an error. */
export function readProfile(
  source: Source,
  name: string,
  catalogue: Catalogue,
): { profile: Profile | null; diagnostics: Diagnostic[] } {
  const { document, diagnostics } = parseYaml(source);
  if (!document) return { profile: null, diagnostics };
  const valid = validate(document, profileSchema);
  diagnostics.push(...valid.diagnostics);
  const cases = compileCases(document, catalogue, diagnostics);
  if (!valid.value) return { profile: null, diagnostics };

  const file = valid.value;
  diagnostics.push(...suspicions(document, file), ...challengeSuspicions(document, file));
  const rules = compileThresholds(source, file, catalogue);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { profile: null, diagnostics };
  const profile: Profile = {
    name,
    deadlineMs: file.deadline_ms,
    rules,
    onError: file.on_error,
    challenge: challengeSettings(file.challenge),
    fuelDispenserAmount: file.fuel_dispenser_amount ?? null,
    standIn: { cases: cases.map(toStandInCase), otherwise: file.stand_in.otherwise },
    settings: { ...file, stand_in: { ...file.stand_in, cases: cases.map(toSetting) } },
  };
  return { profile, diagnostics };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function challengeSettings(file: ProfileFile['challenge']): ChallengeSettings {
  const { channel, otherwise, countries, from, allowance, on_no: onNo } = file;
  return {
    channel,
    otherwise,
    countries,
    terms: {
      from: from ?? null,
      replyMs: file.reply_minutes * MINUTE_MS,
      phoneUnchangedMs: file.phone_unchanged_hours * HOUR_MS,
      maxPerCardholderDaily: file.max_per_cardholder_daily,
      allowance: {
        keepMs: allowance.days * DAY_MS,
        timesAmount: allowance.times_amount,
        usesDaily: allowance.uses_daily,
      },
      declineMs: onNo.decline_days * DAY_MS,
      freezesCard: onNo.freeze_card,
    },
  };
}

function compileThresholds(source: Source, file: ProfileFile, catalogue: Catalogue): Rule[] {
  return thresholdRules(file).map(({ id, action, condition }) => {
    const { condition: compiled, diagnostics } = compileText(`${source.path}#${id}`, condition, { catalogue });
    // INVARIANT: we wrote the text ourselves from valid numbers and levels.
    if (!compiled) throw new Error(`the rule for ${id} does not compile: ${diagnostics[0]?.message}`);
    return { id, action, isAlways: false, condition: compiled };
  });
}

interface Case {
  readonly condition: CompiledCondition;
  readonly printed: string;
  readonly answer: 'approve' | 'decline';
}

function toStandInCase({ condition, answer }: Case): StandIn['cases'][number] {
  return { condition, answer };
}

function toSetting({ printed, answer }: Case): ProfileFile['stand_in']['cases'][number] {
  return { if: printed, answer };
}

/** The stand-in's conditions, also those of a file that has other faults: each fault is worth telling in one run. */
function compileCases(document: YamlDocument, catalogue: Catalogue, diagnostics: Diagnostic[]): Case[] {
  const reach = { catalogue, families: STAND_IN_FAMILIES, familiesHint: 'a stand-in reads the authorization alone' };
  return looseCases.parse(document.value).stand_in.cases.flatMap(({ if: text, answer }, index): Case[] => {
    if (text === null) return [];
    const found = conditionAt(document, ['stand_in', 'cases', index, 'if'], text, reach);
    diagnostics.push(...found.diagnostics);
    const { condition, printed } = found;
    return condition ? [{ condition, printed, answer }] : [];
  });
}
