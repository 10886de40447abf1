import { type ScowlType, UNKNOWN } from './scowl-type.ts';
import { isNull, type ScowlValue } from './scowl-value.ts';
import type { AggregateTerm, CheckedProgram, Term } from './term.ts';

/** What a term's text is made with. */
export interface Definitions {
  /** The program that the term is of: what an input's name stands for is looked up there. */
  readonly program: CheckedProgram;
  /** The event in whose scope the term stands. */
  readonly event: string;
}

/**
 * The canonical text of a term: equal texts mean equal values of equal events. A feature stands there as
 * `definitionOf(event, feature)` says, an input as its path, type and fallback, so that no name of either matters.
 * Operands keep their order: `a and b` and `b and a` are two texts.
 */
export function termText(
  term: Term,
  definitionOf: (event: string, feature: string) => string,
  definitions: Definitions,
): string {
  const text = (inner: Term): string => termText(inner, definitionOf, definitions);
  switch (term.kind) {
    case 'constant':
      return listed(term.type.kind, [valueText(term.value)]);
    case 'input':
      return inputText(term.name, term.type, definitions);
    case 'feature':
      return listed('feature', [quoted(definitionOf(definitions.event, term.name))]);
    case 'call':
      return listed('call', [term.function.name, ...term.args.map(text)]);
    case 'struct':
      return listed(
        'struct',
        term.fields.flatMap(({ name, value }) => [quoted(name), text(value)]),
      );
    case 'array':
      return listed('array', term.items.map(text));
    case 'map':
      return listed(
        'map',
        term.entries.flatMap(({ key, value }) => [quoted(key), text(value)]),
      );
    case 'field':
      return listed('field', [text(term.target), quoted(term.name)]);
    case 'index':
      return listed('index', [text(term.target), text(term.index)]);
    case 'case': {
      const whens = term.whens.flatMap(({ when, then }) => [text(when), text(then)]);
      return listed('case', [...whens, ...(term.otherwise ? ['default', text(term.otherwise)] : [])]);
    }
    case 'negation':
    case 'not':
      return listed(term.kind, [text(term.operand)]);
    case 'and':
    case 'or':
      return listed(term.kind, [text(term.left), text(term.right)]);
    case 'compare':
    case 'arithmetic':
      return listed(term.operator, [text(term.left), text(term.right)]);
    case 'in':
      return listed(term.isNegated ? 'not-in' : 'in', [text(term.left), text(term.right)]);
    case 'is':
      return listed(term.isNegated ? 'is-not' : 'is', [text(term.operand), term.what]);
    case 'aggregate':
      return aggregateText(term.aggregate, text, (inner) =>
        termText(inner, definitionOf, { ...definitions, event: term.aggregate.writer }),
      );
  }
}

function aggregateText(
  aggregate: AggregateTerm,
  ofReader: (term: Term) => string,
  ofWriter: (term: Term) => string,
): string {
  const { where, outcomes, after } = aggregate;
  return listed(aggregate.function, [
    quoted(aggregate.writer),
    ...aggregate.values.map(ofWriter),
    ...aggregate.keys.map(({ reader, writer }) => listed('by', [ofReader(reader), ofWriter(writer)])),
    ...(where ? [listed('where', [ofWriter(where)])] : []),
    ...(outcomes ? [listed('outcomes', outcomes.toSorted())] : []),
    ...(after ? [listed('after', [ofReader(after)])] : []),
    listed('last', [String(aggregate.windowMs)]),
    ...(aggregate.isExclusive ? ['exclusive'] : []),
  ]);
}

function inputText(name: string, type: ScowlType, { program, event }: Definitions): string {
  const input = program.events.get(event)?.inputs.find((other) => other.name === name);
  const fallback = input?.fallback === null || input === undefined ? [] : [valueText(input.fallback)];
  // What was learnt of it from events does not change it: nothing of what was counted would be lost by a restart.
  const known = input?.isTypeSeen ? UNKNOWN : type;
  return listed('input', [...(input?.path ?? [name]).map(quoted), typeText(known), ...fallback]);
}

// What is personal is kept concealed, and money with its currency: the same input otherwise typed is another value.
function typeText(type: ScowlType): string {
  const personal = type.isPersonal === true ? 'personal-' : '';
  switch (type.kind) {
    case 'float':
      return personal + (type.money ? listed('money', [quoted(type.money.currencyInput ?? '')]) : 'float');
    case 'array':
      return personal + listed('array', [typeText(type.item)]);
    case 'map':
      return personal + listed('map', [typeText(type.value)]);
    case 'struct':
      return (
        personal +
        listed(
          'struct',
          [...type.fields].flatMap(([name, field]) => [quoted(name), typeText(field)]),
        )
      );
    default:
      return personal + type.kind;
  }
}

/** As JSON has it; structs and maps as lists of pairs. */
function valueText(value: ScowlValue): string {
  if (isNull(value)) return 'null';
  if (value instanceof Map)
    return listed(
      'map',
      [...value].flatMap(([key, item]) => [quoted(key), valueText(item)]),
    );
  if (Array.isArray(value)) return listed('array', (value as readonly ScowlValue[]).map(valueText));
  return JSON.stringify(value);
}

function listed(head: string, items: readonly string[]): string {
  return `(${[head, ...items].join(' ')})`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
