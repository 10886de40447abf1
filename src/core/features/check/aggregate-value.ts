import { childrenOf } from '../plan/walk.ts';
import { FLOAT, INT, type ScowlType, TIME } from '../scowl-type.ts';
import type { Aggregate } from '../syntax.ts';
import type { AggregateFunction, Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { expectKind } from './expect.ts';
import { quotedAt } from './faults.ts';
import { holdsPersonal, isNumber, isOpen, type Kind } from './type-rules.ts';

const NUMBERS: readonly Kind[] = ['int', 'float', 'duration'];

/** How many values an aggregate takes, and of which kinds; null for any. */
const TAKES: Readonly<Record<AggregateFunction, { least: number; most: number; kinds: readonly Kind[] | null }>> = {
  Count: { least: 0, most: 1, kinds: null },
  CountUnique: { least: 1, most: Number.POSITIVE_INFINITY, kinds: null },
  Sum: { least: 1, most: 1, kinds: NUMBERS },
  Average: { least: 1, most: 1, kinds: NUMBERS },
  Min: { least: 1, most: 1, kinds: [...NUMBERS, 'time'] },
  Max: { least: 1, most: 1, kinds: [...NUMBERS, 'time'] },
  First: { least: 1, most: 1, kinds: null },
  Latest: { least: 1, most: 1, kinds: null },
  LatestTime: { least: 0, most: 1, kinds: null },
};

/** Whether an aggregate takes so many values; else that is reported. */
export function isValueCountRight(
  name: AggregateFunction,
  { values, nameSpan }: Aggregate,
  { report }: Context,
): boolean {
  const { least, most } = TAKES[name];
  const extra = values[most];
  if (extra) {
    const hint = name === 'Count' ? 'for different pairs write CountUnique(a, b)' : `write one ${name} for each`;
    report.error(extra.span, `${name} takes one value`, hint);
    return false;
  }
  if (values.length >= least) return true;
  report.error(nameSpan, `${name} of what? A value is missing`, `write e.g. ${name}(amount by … last 1 day)`);
  return false;
}

/** Whether the values, which stand in the writer's scope, are of types that the aggregate takes; else reports it. */
export function areValuesRight(
  name: AggregateFunction,
  aggregate: Aggregate,
  terms: readonly Term[],
  context: Context,
): boolean {
  const { kinds } = TAKES[name];
  const [term] = terms;
  const [value] = aggregate.values;
  if (!term || !value) return true;
  const quoted = quotedAt(placeOf(value.span, context));
  const subject = quoted === 'this' ? '…' : quoted;
  if (kinds) {
    const hint = hintAt(name, term.type, subject);
    const wanted = { kinds, implies: FLOAT, ...(hint && { hint }) };
    if (!expectKind(term, value.span, wanted, context)) return false;
    if (isMixing(term, keyNames(aggregate), context)) warnOfMixing(name, term, value, context);
    return true;
  }
  if (name === 'Count' && term.type.kind === 'bool') {
    const message = `Count(${subject}) counts where ${subject} is known, true or false`;
    context.report.warn(value.span, message, `write Count(… where ${subject}) to count where it is true`);
  }
  if ((name === 'First' || name === 'Latest') && holdsPersonal(term.type)) {
    const message = `${name} would keep ${subject}, which tells something of a person, in the counters`;
    context.report.error(value.span, message, `write CountUnique(${subject} …), or ${name}(EmailDomain(…) …)`);
    return false;
  }
  return true;
}

function hintAt(name: AggregateFunction, { kind }: ScowlType, subject: string): string | undefined {
  if (kind === 'bool') {
    return name === 'Average' ? `write Average(If(${subject}, 1, 0) …)` : `write Count(… where ${subject})`;
  }
  if (kind === 'string')
    return `write CountUnique(${subject} …) for how many different ones, or ${name}(Float(${subject}) …)`;
  return undefined;
}

function warnOfMixing(name: AggregateFunction, term: Term, value: Aggregate['values'][number], context: Context) {
  const quoted = quotedAt(placeOf(value.span, context));
  const subject = `${name}(${quoted === 'this' ? '…' : quoted})`;
  const isKept = term.type.kind === 'float' && term.type.money !== undefined;
  const message = isKept
    ? `${subject} mixes currencies: a second one in the window makes it missing`
    : `${subject} mixes currencies: a computed amount has none, and yen are taken for dollars`;
  const inDollars = context.scope.builtIn?.inputs.find(
    (input) => input.type.kind === 'float' && input.type.money?.currencyInput === null,
  );
  context.report.warn(value.span, message, inDollars && `${inDollars.name} mixes freely`);
}

/** The writer's inputs that it is counted by, as far as they are keys as they stand. */
function keyNames({ keys }: Aggregate): readonly string[] {
  const written = keys.map(({ reader, writer }) => writer ?? reader);
  return written.flatMap((key) => (key.kind === 'name' ? [key.name] : []));
}

/**
 * Whether it is an amount in a currency of its own, of which one key may have several, or was computed from such. A
 * quotient of two is none.
 */
function isMixing(term: Term, keys: readonly string[], context: Context, visited = new Set<string>()): boolean {
  const { type } = term;
  if (!isNumber(type) || term.kind === 'aggregate') return false;
  if (type.kind === 'float' && type.money) {
    const { currencyInput, oneCurrencyBy = [] } = type.money;
    return currencyInput !== null && !oneCurrencyBy.some((input) => keys.includes(input));
  }
  if (term.kind === 'feature') {
    const feature = context.scope.features.get(term.name);
    const inner = feature && context.checking.terms.get(feature);
    if (!inner || visited.has(term.name)) return false;
    return isMixing(inner, keys, context, visited.add(term.name));
  }
  const isShare = term.kind === 'arithmetic' && term.operator === '/';
  return !isShare && childrenOf(term).some((part) => isMixing(part, keys, context, visited));
}

/** The type of what an aggregate gives, of a value of this type. */
export function aggregateType(name: AggregateFunction, value: ScowlType | undefined): ScowlType {
  switch (name) {
    case 'Count':
    case 'CountUnique':
      return INT;
    case 'LatestTime':
      return TIME;
    case 'Average':
      return value?.kind === 'int' || !value || isOpen(value) ? FLOAT : value;
    case 'Sum':
    case 'Min':
    case 'Max':
      return !value || isOpen(value) ? FLOAT : value;
    case 'First':
    case 'Latest':
      return value ?? FLOAT;
  }
}
