import type { AggregateTerm, CheckedProgram, Term } from '../term.ts';
import type { ColumnDefinition, ColumnKind } from '../timeline/definition.ts';
import type { Texts } from './texts.ts';
import { childrenOf } from './walk.ts';

/** An aggregate, and the event with which it is read. */
export interface AggregateUse {
  readonly reader: string;
  readonly aggregate: AggregateTerm;
  /** Canonical; two uses of one event with the same text are one. */
  readonly text: string;
  readonly writerKeys: readonly string[];
  readonly readerKeys: readonly string[];
  /** What it needs of each entry; null where it only counts them. */
  readonly column: ColumnDefinition | null;
}

/** All aggregates of a program: those of features, and those within the values of other aggregates. */
export interface Uses {
  readonly all: readonly AggregateUse[];
  /** The use that an aggregate's term stands for. */
  of(aggregate: AggregateTerm): AggregateUse;
}

/** Finds all aggregates of a program. */
export function collectUses(program: CheckedProgram, texts: Texts): Uses {
  const unique = new Map<string, AggregateUse>();
  const byTerm = new Map<AggregateTerm, AggregateUse>();

  function visit(event: string, term: Term): void {
    for (const inner of childrenOf(term)) visit(event, inner);
    if (term.kind !== 'aggregate') return;
    const { aggregate } = term;
    for (const inner of writtenTerms(aggregate)) visit(aggregate.writer, inner);
    const text = texts.of(event, term);
    const use = unique.get(`${event} ${text}`) ?? makeUse(event, aggregate, text, texts);
    unique.set(`${event} ${text}`, use);
    byTerm.set(aggregate, use);
  }

  for (const { name, features } of program.events.values()) for (const { term } of features) visit(name, term);
  return {
    all: [...unique.values()],
    of(aggregate) {
      const use = byTerm.get(aggregate);
      if (!use) throw new Error('the aggregate is not of this program');
      return use;
    },
  };
}

/** The terms that are computed when the event is written. */
export function writtenTerms({ keys, values, where }: AggregateTerm): readonly Term[] {
  return [...keys.map(({ writer }) => writer), ...values, ...(where ? [where] : [])];
}

function makeUse(reader: string, aggregate: AggregateTerm, text: string, texts: Texts): AggregateUse {
  const { keys, writer } = aggregate;
  return {
    reader,
    aggregate,
    text,
    writerKeys: keys.map((key) => texts.of(writer, key.writer)),
    readerKeys: keys.map((key) => texts.of(reader, key.reader)),
    column: columnOf(aggregate, texts),
  };
}

function columnOf(aggregate: AggregateTerm, texts: Texts): ColumnDefinition | null {
  const { values, where, writer } = aggregate;
  const kind = columnKind(aggregate);
  if (kind === null) return null;
  const parts = values.map((value) => texts.of(writer, value));
  const condition = where ? ` where ${texts.of(writer, where)}` : '';
  return { kind, text: `${kind} ${parts.join(' ')}${condition}` };
}

function columnKind({ function: name, values, where }: AggregateTerm): ColumnKind | null {
  switch (name) {
    case 'Count':
    case 'LatestTime':
      return values.length > 0 || where ? 'mark' : null;
    case 'CountUnique':
      return 'identity';
    case 'First':
    case 'Latest':
      return 'value';
    default: {
      const type = values[0]?.type;
      return type?.kind === 'float' && type.money ? 'money' : 'number';
    }
  }
}
