import type { Diagnostic } from '../language/diagnostic.ts';
import type { Path, YamlDocument } from './document.ts';
import { type ProfileFile, SCORE_SIGNALS } from './schema.ts';
import { THRESHOLD_KINDS } from './thresholds.ts';

/** What a profile may say, but hardly means: warnings, each at its place. */
export function suspicions(document: YamlDocument, file: ProfileFile): Diagnostic[] {
  const warn = (path: Path, message: string, hint?: string): Diagnostic => {
    const span = document.spanOf(path);
    return { severity: 'warning', source: document.source, span, message, ...(hint && { hint }) };
  };
  return [
    ...idle(file, warn),
    ...silent(file, warn),
    ...unreachable(file, warn),
    ...tiny(file, warn),
    ...shifted(file, warn),
  ];
}

type Warn = (path: Path, message: string, hint?: string) => Diagnostic;

/** A profile without a single threshold that declines or challenges approves whatever comes. */
function idle(file: ProfileFile, warn: Warn): Diagnostic[] {
  const stops = (settings: object | undefined) =>
    settings !== undefined && ('decline' in settings || 'challenge' in settings);
  const reactions = Object.values(file.on_missing);
  const isIdle =
    !Object.values(file.thresholds).some(stops) && !reactions.includes('decline') && !reactions.includes('challenge');
  return isIdle
    ? [warn([], 'this profile approves everything', 'e.g. thresholds: { fraud_risk_score: { decline: 50 } }')]
    : [];
}

function silent(file: ProfileFile, warn: Warn): Diagnostic[] {
  return Object.entries(file.thresholds)
    .filter(([, settings]) => settings !== undefined && Object.keys(settings).length === 0)
    .map(([signal]) =>
      warn(['thresholds', signal], `${signal} says nothing`, 'write e.g. { decline: 50 }, or take it out'),
    );
}

/** A threshold that a stronger one always comes before is most likely a slip. */
function unreachable(file: ProfileFile, warn: Warn): Diagnostic[] {
  return SCORE_SIGNALS.flatMap((signal) => {
    const thresholds = file.thresholds[signal] ?? {};
    return THRESHOLD_KINDS.flatMap((kind, index): Diagnostic[] => {
      const above = thresholds[kind];
      const before = THRESHOLD_KINDS.slice(0, index).find(
        (stronger) => (thresholds[stronger] ?? Infinity) <= (above ?? -1),
      );
      if (above === undefined || before === undefined) return [];
      const message = `${kind} above ${above} never matters: ${before} above ${thresholds[before]} comes first`;
      return [
        warn(
          ['thresholds', signal, kind],
          message,
          `a ${kind} threshold wants to be lower than the ${before} threshold`,
        ),
      ];
    });
  });
}

/** Some tools score from 0 to 1. */
function tiny(file: ProfileFile, warn: Warn): Diagnostic[] {
  return SCORE_SIGNALS.flatMap((signal) =>
    THRESHOLD_KINDS.flatMap((kind) => {
      const above = file.thresholds[signal]?.[kind];
      if (above === undefined || above <= 0 || above >= 1) return [];
      const message = `above ${above} is nearly every purchase: scores and rates run from 0 to 100`;
      return [warn(['thresholds', signal, kind], message, `write ${above * 100} if you meant ${above * 100} of 100`)];
    }),
  );
}

/** A shift that takes a threshold to the end of the scale makes it match always or never. */
function shifted(file: ProfileFile, warn: Warn): Diagnostic[] {
  return Object.entries(file.disputability).flatMap(([value, shift]) => {
    const points = shift?.fraud_risk_score ?? 0;
    return THRESHOLD_KINDS.flatMap((kind) => {
      const above = file.thresholds.fraud_risk_score?.[kind];
      if (above === undefined || points === 0 || (above + points > 0 && above + points < 100)) return [];
      const effect = points > 0 ? 'it never matches' : 'nearly everything matches';
      const message = `this takes ${kind} above ${above} to the end of the scale: ${effect}`;
      return [warn(['disputability', value, 'fraud_risk_score'], message)];
    });
  });
}
