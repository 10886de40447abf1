import type { z } from 'zod';
import { openTimelines } from '../../../../adapters/counters/memory-timelines.ts';
import { contentHash } from '../../../../adapters/store/hasher.ts';
import type { DecisionRecord } from '../../../../core/decision/record.ts';
import { namedFeatures } from '../../../../core/decision/recorded-features.ts';
import { CAUSES } from '../../../../core/decision/vocabulary.ts';
import type { RecordedFeature } from '../../../../core/domain/decision.ts';
import { limits } from '../../../../core/domain/limits.ts';
import { type MissingCause, missing, type Value } from '../../../../core/domain/value.ts';
import { partsOf } from '../../../../core/features/part.ts';
import type { AggregateTerm, CheckedFeature, Term } from '../../../../core/features/term.ts';
import { AUTHORIZATION } from '../../../../core/policy/authorization-event.ts';
import { isAttribute } from '../../../../core/policy/features.ts';
import type { Policy } from '../../../../core/policy/policy.ts';
import type { decisionFeatures } from '../../../../sdk/schema/decided.ts';
import { type Behind, type CountedEvent, eventsBehind, type Untold } from '../../../../workflows/velocity/behind.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { sayTime } from '../say.ts';
import { knownPolicy } from '../versions.ts';

type Said = z.input<typeof decisionFeatures>;
type Counts = Said['features'][number]['counts'][number];

/**
 * What was counted for a decision, by the features of the version that decided; and of one of them, where it is named,
 * the events. Throws a Problem where there is no such feature.
 */
export async function sayFeatures(ports: ApiPorts, record: DecisionRecord, name: string | undefined): Promise<Said> {
  const { id, policy_version: version, counted } = record;
  const policy = counted && (await knownPolicy(ports, version));
  if (!counted || !policy) {
    const note = counted ? `the version ${version} can't be read any more` : WITHOUT[record.answered_by];
    return { decision: id, version, note, features: [], behind: null };
  }
  const declared = policy.features.program.events.get(AUTHORIZATION)?.features ?? [];
  const chosen = name === undefined ? null : declared.find((feature) => feature.name === name);
  if (chosen === undefined) throw new Problem('not_found', `the version ${version} has no feature ${name}`);
  const values = namedFeatures(counted, policy);
  return {
    ...{ decision: id, version, note: null },
    features: declared.map((feature) => sayFeature(feature, record, values[feature.name] ?? null)),
    behind: chosen && { feature: chosen.name, counts: await sayBehind(ports, record, policy, chosen, values) },
  };
}

const WITHOUT: Readonly<Record<DecisionRecord['answered_by'], string>> = {
  policy: 'nothing was counted, or it did not come in time',
  stand_in: 'the stand-in answered, which reads no features',
  restored: 'the record was lost; what was counted is not known',
};

function sayFeature(feature: CheckedFeature, record: DecisionRecord, value: RecordedFeature) {
  const { name, term, text } = feature;
  const { features, aggregates } = partsOf(feature);
  return {
    ...{ name, type: term.type.kind, text, attribute: isAttribute(term.type) },
    read: Object.hasOwn(record.attributes, name),
    value: recordedValue(value),
    approximate: record.counted?.approximate.includes(name) ?? false,
    of: [...features],
    counts: aggregates.map((aggregate) => sayCounts(aggregate, keyInputs(aggregate, record))),
  };
}

function recordedValue(recorded: RecordedFeature): Value | null {
  return typeof recorded === 'object' && recorded !== null ? missing(recorded.missing as MissingCause) : recorded;
}

/** The key's values as far as the record has them by itself. */
function keyInputs({ keys }: AggregateTerm, { counted }: DecisionRecord): unknown[] {
  return keys.map(({ reader }) => (reader.kind === 'input' ? (counted?.inputs[reader.name] ?? null) : null));
}

function sayCounts(aggregate: AggregateTerm, values: readonly unknown[]): Counts {
  const { function: name, writer, keys, windowMs, isExclusive, outcomes, where } = aggregate;
  return {
    function: name,
    event: writer,
    by: keys.map(({ writer: key }, index) => ({ name: nameOf(key), value: values[index] ?? null })),
    window_seconds: windowMs / 1000,
    exclusive: isExclusive,
    outcomes: outcomes && [...outcomes],
    filtered: where !== null,
  };
}

function nameOf(term: Term): string {
  if (term.kind === 'input' || term.kind === 'feature') return term.name;
  if (term.kind === 'index' && term.index.kind === 'constant') return `${nameOf(term.target)}[${term.index.value}]`;
  return term.kind === 'call' ? `${term.function.name}(…)` : 'key';
}

async function sayBehind(
  { pool, conceal }: ApiPorts,
  record: DecisionRecord,
  policy: Policy,
  feature: CheckedFeature,
  values: Readonly<Record<string, RecordedFeature>>,
): Promise<NonNullable<Said['behind']>['counts']> {
  const said: NonNullable<Said['behind']>['counts'] = [];
  const recorded = values[feature.name] ?? null;
  for (const aggregate of partsOf(feature).aggregates) {
    const ports = { pool, conceal, hash: contentHash, openTimelines };
    const found = await eventsBehind(ports, { record, policy, aggregate });
    const { untold, keys, value, events } = found;
    const isWhole = feature.term.kind === 'aggregate';
    said.push({
      ...sayCounts(aggregate, keys.length > 0 ? keys : keyInputs(aggregate, record)),
      told: untold === null,
      note: untold ? UNTOLD[untold] : isWhole ? differenceNote(found, recorded) : null,
      value,
      total: untold === null ? events.length : null,
      events: events.slice(0, limits.shownEventsBehind).map(sayEvent),
    });
  }
  return said;
}

const UNTOLD: Readonly<Record<Untold, string>> = {
  nested: 'it is counted over what other features came to: its events alone do not tell it',
  approximate: 'there were so many events that older ones are only kept as totals: the value is approximate',
  too_many: `more than ${limits.maxEventsBehind} stored events would have to be looked at`,
  no_key: CAUSES.no_key ?? 'nothing to count by',
  no_event: 'the ask was not counted',
};

/** Why the stored past comes to another value than was read when it was decided; null where it doesn't. */
function differenceNote({ value }: Behind, recorded: RecordedFeature): string | null {
  if (typeof recorded === 'object' && recorded !== null) {
    const isSame = value === null && !['late', 'cold'].includes(recorded.missing);
    return isSame ? null : `it was missing then: ${CAUSES[recorded.missing] ?? recorded.missing}`;
  }
  const isSame =
    typeof value === 'number' && typeof recorded === 'number' ? isNear(value, recorded) : value === recorded;
  // Structs and times are not recorded.
  if (isSame || recorded === null) return null;
  const why = 'asks of the same moment, or what was stored later or is gone';
  return `${String(recorded)} was read then, and the stored past comes to ${String(value)}: ${why}`;
}

/** Sums of fractions differ in their last digits. */
function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other));
}

function sayEvent({ kind, id, atMs, outcome, value, decision, data, isOwn }: CountedEvent) {
  return {
    ...{ kind, at: sayTime(atMs), outcome: outcome === 'none' ? null : outcome, value, own: isOwn },
    id: kind === AUTHORIZATION ? id.replace(/:\d+$/, '') : id,
    decision: decision?.id ?? null,
    amount_minor: decision?.amount_minor ?? null,
    currency: decision?.currency ?? null,
    merchant_name: decision?.merchant_name ?? null,
    card: decision?.card ?? null,
    data,
  };
}
