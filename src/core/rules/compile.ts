import type { Value } from '../domain/value.ts';
import { not, type Truth } from '../language/truth.ts';
import type { AttributeDefinition, AttributeInputs } from './attributes/definition.ts';
import { type Catalogue, findAttribute } from './attributes.ts';
import type { DeclaredLists } from './check-list.ts';
import { compileLeaf, type Names, type Test } from './compile-leaf.ts';
import type { Condition, Leaf } from './condition.ts';
import { printAttribute, printCondition } from './print.ts';

/** What a condition says of one ask, and the comparisons that settled it, in canonical text. */
export interface Evaluated {
  readonly truth: Truth;
  readonly because: readonly string[];
}

/** An attribute that a condition reads. */
export interface AttributeRead {
  /** As a condition prints it: `:amount:`, `::card:program::`. */
  readonly name: string;
  readonly definition: AttributeDefinition;
  readonly read: (inputs: AttributeInputs) => Value;
}

/** A list that a condition reads, by an attribute: `{list: 'risky', attribute: ':merchant:'}`. */
export interface ListRead {
  readonly list: string;
  readonly attribute: string;
  /** Whether the attribute's value is on the list, whatever the rest of the condition says. */
  readonly isHit: (inputs: AttributeInputs) => boolean;
}

/** A condition, ready to be asked. */
export interface CompiledCondition {
  evaluate(inputs: AttributeInputs): Evaluated;
  /** Every list with the attribute that it is read by, once, in the order of the text; none, if not given. */
  readonly listsRead?: readonly ListRead[];
  /** Every attribute that it reads, once, in the order of the text. */
  readonly attributes: readonly AttributeRead[];
}

/** Part of a condition; `settled` has its answers that are always for the same reason, so that none is made twice. */
interface Part {
  evaluate(inputs: AttributeInputs): Evaluated;
  readonly settled: ReadonlyMap<Truth, Evaluated>;
}

/**
 * Makes a checked condition ready to be asked; `lists` are those that it was checked against. Throws on what the
 * checker refuses. Evaluating is Kleene's logic; of the reasons it gives: a true `and` and a false `or` have those of
 * all their operands, anything else those of the first operand that settles it (one that is missing only where none
 * does).
 */
export function compileCondition(
  condition: Condition,
  catalogue: Catalogue,
  lists: DeclaredLists = new Map(),
): CompiledCondition {
  const reads = new Map<string, AttributeRead>();
  const names: Names = {
    attribute(reference) {
      const name = printAttribute(reference);
      const definition = reads.get(name)?.definition ?? findAttribute(catalogue, reference);
      if (!definition) throw new Error(`there is no attribute ${name}; the checker refuses it`);
      const { read } = definition;
      if (!reads.has(name)) reads.set(name, { name, definition, read });
      return definition;
    },
    list(name) {
      const type = lists.get(name);
      if (type === undefined) throw new Error(`there is no list @${name}; the checker refuses it`);
      return type;
    },
  };
  const listsRead = new Map<string, ListRead>();
  const compile = (leaf: Leaf): Test => {
    const test = compileLeaf(leaf, names);
    if (leaf.kind === 'in_list') {
      const isHit = (inputs: AttributeInputs) => test(inputs) === true;
      listsRead.set(printCondition(leaf), { list: leaf.list, attribute: printAttribute(leaf.left), isHit });
    }
    return test;
  };
  const { evaluate } = compilePart(condition, compile);
  return { evaluate, attributes: [...reads.values()], listsRead: [...listsRead.values()] };
}

function compilePart(condition: Condition, compile: (leaf: Leaf) => Test): Part {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.operands.map((operand) => compilePart(operand, compile));
      return connect(parts, condition.kind === 'or');
    }
    case 'not':
      return negate(compilePart(condition.operand, compile));
    default: {
      const test = compile(condition);
      const because = [printCondition(condition)];
      const yes: Evaluated = { truth: true, because };
      const no: Evaluated = { truth: false, because };
      const unknown: Evaluated = { truth: 'missing', because };
      const evaluate = (inputs: AttributeInputs): Evaluated => {
        const truth = test(inputs);
        return truth === true ? yes : truth === false ? no : unknown;
      };
      return { evaluate, settled: bySettledTruth([yes, no, unknown]) };
    }
  }
}

function bySettledTruth(answers: readonly Evaluated[]): ReadonlyMap<Truth, Evaluated> {
  return new Map(answers.map((answer) => [answer.truth, answer]));
}

function negate(part: Part): Part {
  const negated = ({ truth, because }: Evaluated): Evaluated => ({ truth: not(truth), because: because.map(denied) });
  const settled = bySettledTruth([...part.settled.values()].map(negated));
  const evaluate = (inputs: AttributeInputs): Evaluated => {
    const answer = part.evaluate(inputs);
    return part.settled.get(answer.truth) === answer
      ? (settled.get(not(answer.truth)) ?? negated(answer))
      : negated(answer);
  };
  return { evaluate, settled };
}

/** What a comparison's text is under a `not`: the reason must read as what was asked. */
function denied(text: string): string {
  return text.includes(' ') ? `not (${text})` : `not ${text}`;
}

/** `or` is settled by its first true operand, `and` by its first false one; else it needs them all. */
function connect(parts: readonly Part[], settling: boolean): Part {
  const always = allSettled(parts, !settling);
  const evaluate = (inputs: AttributeInputs): Evaluated => {
    let unknown: Evaluated | null = null;
    const answers: Evaluated[] | null = always ? null : [];
    for (const part of parts) {
      const answer = part.evaluate(inputs);
      if (answer.truth === settling) return answer;
      if (answer.truth === 'missing') unknown ??= answer;
      else answers?.push(answer);
    }
    return unknown ?? always ?? joined(answers ?? [], !settling);
  };
  return { evaluate, settled: bySettledTruth(always ? [always] : []) };
}

/** The answer where all parts have this truth, if each of them has one reason for it. */
function allSettled(parts: readonly Part[], truth: boolean): Evaluated | null {
  const answers = parts.flatMap((part) => part.settled.get(truth) ?? []);
  return answers.length === parts.length ? joined(answers, truth) : null;
}

function joined(answers: readonly Evaluated[], truth: boolean): Evaluated {
  const because: string[] = [];
  for (const answer of answers) {
    for (const reason of answer.because) if (!because.includes(reason)) because.push(reason);
  }
  return { truth, because };
}
