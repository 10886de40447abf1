import { durationText } from '../features/check/literals.ts';
import type { FeaturePlan } from '../features/plan.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import { nearest } from '../language/nearest.ts';
import { AUTHORIZATION } from './authorization-event.ts';
import { isMap } from './case-authorization.ts';
import type { Path, YamlDocument } from './document.ts';
import type { CaseEntry, EarlierEntry } from './schema-cases.ts';

// What is said of an ask, and says nothing of an event that a back end tracks.
const OF_ASKS = ['profile', 'authorization', 'amount', 'features', 'facts', 'lists'];
const OF_EARLIER_ASKS = ['authorization', 'amount', 'outcome'];
const OF_TRACKED = ['data'];

/**
 * Faults of the events in a case: that features are about them, that what is said of each goes with its kind, and that
 * what happened before does not come after. Nothing is said of features that have an error of their own.
 */
export function eventFaults(document: YamlDocument, path: Path, entry: CaseEntry, features: FeaturePlan): Diagnostic[] {
  const isUnsure = features.program.events.size === 0;
  const isKnown = (event: string) => isUnsure || event === AUTHORIZATION || features.events.has(event);
  const events = [...features.events.keys()];
  const unknown = isKnown(entry.event)
    ? []
    : [fault(document, [...path, 'event'], 'error', `there is no event ${entry.event}`, meantEvent(entry, events))];
  return [
    ...unknown,
    ...strayFaults(document, path, entry.event, OF_ASKS),
    ...(entry.before ?? []).flatMap((earlier, index) => {
      const at = [...path, 'before', index];
      const isCounted = isUnsure || features.events.has(earlier.event);
      const message = `no feature is about ${earlier.event}: it changes nothing`;
      return [
        ...(isCounted ? [] : [fault(document, [...at, 'event'], 'warning', message, meantEvent(earlier, events))]),
        ...strayFaults(document, at, earlier.event, OF_EARLIER_ASKS),
        ...laterFault(document, at, earlier),
      ];
    }),
  ];
}

function fault(
  { source, spanOf }: YamlDocument,
  path: Path,
  severity: Diagnostic['severity'],
  message: string,
  hint: string | undefined,
): Diagnostic {
  return { severity, source, span: spanOf(path), message, ...(hint !== undefined && { hint }) };
}

function meantEvent({ event }: { readonly event: string }, known: readonly string[]): string | undefined {
  const near = nearest(event, known);
  if (near) return `did you mean ${near}?`;
  return known.length > 0 ? `features are about: ${known.join(', ')}` : 'there are no features';
}

/** What stands there and says nothing of an event of this kind. */
function strayFaults(document: YamlDocument, path: Path, event: string, ofAsks: readonly string[]): Diagnostic[] {
  const isAsk = event === AUTHORIZATION;
  const said = saidAt(document.value, path);
  return (isAsk ? OF_TRACKED : ofAsks)
    .filter((key) => said.includes(key))
    .map((key) => {
      const hint = isAsk
        ? 'say what is different in authorization, or name the event that it is: event: login'
        : 'say what the back end says of it in data';
      const span = document.spanOfKey([...path, key]);
      const message = `${key} says nothing of ${isAsk ? 'an authorization' : `the event ${event}`}`;
      return { severity: 'error', source: document.source, span, message, hint };
    });
}

/** The keys of the map at a path, without those that are filled in. */
function saidAt(value: unknown, path: Path): readonly string[] {
  let at = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else at = isMap(at) ? at[String(part)] : undefined;
  }
  return isMap(at) ? Object.keys(at) : [];
}

/** Of what happens often the last time counts: it must not come after what is decided. */
function laterFault(document: YamlDocument, path: Path, { ago, times, every }: EarlierEntry): Diagnostic[] {
  const lateMs = (times - 1) * every - ago;
  if (lateMs <= 0) return [];
  const message = `the last of these ${times} comes ${durationText(lateMs)} after the ask`;
  const hint = `the first of them is ${durationText(ago)} ago, and one follows every ${durationText(every)}`;
  return [fault(document, [...path, 'ago'], 'error', message, hint)];
}
