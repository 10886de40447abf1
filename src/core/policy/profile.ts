import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import { type Catalogue, STAND_IN_FAMILIES } from '../rules/attributes.ts';
import { compileText, conditionAt } from './conditions.ts';
import { parseYaml, type YamlDocument } from './document.ts';
import type { Profile, Rule, StandIn } from './policy.ts';
import { type ProfileFile, profileSchema, SCORE_SIGNALS } from './schema.ts';
import { THRESHOLD_KINDS, thresholdRules } from './thresholds.ts';
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
  if (!valid.value) return { profile: null, diagnostics };

  const file = valid.value;
  diagnostics.push(...unreachable(document, file));
  const rules = compileThresholds(source, file, catalogue);
  const standIn = compileStandIn(document, file, catalogue, diagnostics);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { profile: null, diagnostics };
  const profile: Profile = {
    name,
    deadlineMs: file.deadline_ms,
    rules,
    onError: file.on_error,
    challengeOtherwise: file.challenge.otherwise,
    fuelDispenserAmount: file.fuel_dispenser_amount ?? null,
    standIn,
  };
  return { profile, diagnostics };
}

function compileThresholds(source: Source, file: ProfileFile, catalogue: Catalogue): Rule[] {
  return thresholdRules(file).map(({ id, action, condition }) => {
    const { condition: compiled, diagnostics } = compileText(`${source.path}#${id}`, condition, { catalogue });
    // INVARIANT: we wrote the text ourselves from valid numbers and levels.
    if (!compiled) throw new Error(`the rule for ${id} does not compile: ${diagnostics[0]?.message}`);
    return { id, action, isAlways: false, condition: compiled };
  });
}

function compileStandIn(
  document: YamlDocument,
  file: ProfileFile,
  catalogue: Catalogue,
  diagnostics: Diagnostic[],
): StandIn {
  const reach = { catalogue, families: STAND_IN_FAMILIES, familiesHint: 'a stand-in reads the authorization alone' };
  const cases = file.stand_in.cases.flatMap(({ if: text, answer }, index) => {
    const found = conditionAt(document, ['stand_in', 'cases', index, 'if'], text, reach);
    diagnostics.push(...found.diagnostics);
    return found.condition ? [{ condition: found.condition, answer }] : [];
  });
  return { cases, otherwise: file.stand_in.otherwise };
}

/** A threshold that a stricter one always comes before is most likely a slip. */
function unreachable(document: YamlDocument, file: ProfileFile): Diagnostic[] {
  return SCORE_SIGNALS.flatMap((signal) => {
    const thresholds = file.thresholds[signal] ?? {};
    return THRESHOLD_KINDS.flatMap((kind, index): Diagnostic[] => {
      const above = thresholds[kind];
      const before = THRESHOLD_KINDS.slice(0, index).find(
        (stronger) => (thresholds[stronger] ?? Infinity) <= (above ?? -1),
      );
      if (above === undefined || before === undefined) return [];
      return [
        {
          severity: 'warning',
          source: document.source,
          span: document.spanOf(['thresholds', signal, kind]),
          message: `${kind} above ${above} never matters: ${before} above ${thresholds[before]} comes first`,
          hint: `a ${kind} threshold wants to be lower than the ${before} threshold`,
        },
      ];
    });
  });
}
