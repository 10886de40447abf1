import type { Span } from '../../language/source.ts';
import { BOOL, type ScowlType } from '../scowl-type.ts';
import type { Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { demand } from './demand.ts';
import { placeText, quotedAt } from './faults.ts';
import type { ImpliedInput } from './inputs.ts';
import { inWords, isOpen, type Kind, kindsInWords } from './type-rules.ts';

/** What is wanted at one place. */
export interface Wanted {
  readonly kinds: readonly Kind[];
  /** What an input is, that is used here and nothing else is known of; null where it could be several things. */
  readonly implies: ScowlType | null;
  readonly hint?: string;
}

/** Whether a term is one of the kinds that are wanted, as far as is known; else that is reported. */
export function expectKind(term: Term, span: Span, wanted: Wanted, context: Context): boolean {
  const { kinds, implies, hint } = wanted;
  if (isOpen(term.type)) {
    if (implies) demand(term, implies, placeOf(span, context), context);
    return true;
  }
  if (kinds.includes(term.type.kind)) return true;
  const input = impliedInput(term, context);
  if (input?.basis === 'name' && kinds.length === 1 && kinds[0] === 'bool') {
    context.checking.inputs.settle(input, BOOL, placeOf(span, context));
    return true;
  }
  reportKind(term, span, { kinds, hint: hint ?? hintFor(term, span, wanted, context) }, context);
  return false;
}

/** Of an implied input it is said which other use tells what it is. */
function reportKind(
  term: Term,
  span: Span,
  { kinds, hint }: { readonly kinds: readonly Kind[]; readonly hint: string | undefined },
  context: Context,
): void {
  const quoted = quotedAt(placeOf(span, context));
  const input = impliedInput(term, context);
  if (!input) {
    context.report.error(span, `${quoted} is ${inWords(term.type)}, not ${kindsInWords(kinds)}`, hint);
    return;
  }
  const message = `${input.name} is ${inWords(input.type)} ${basisOf(input)}, and ${kindsInWords(kinds)} here`;
  const kind = kinds.includes('float') ? 'float' : (kinds[0] ?? 'string');
  const declaration = `${input.name} := $.${input.name} as ${kind}?`;
  context.report.error(span, message, `declare which it is, e.g. ${declaration}`);
}

/** The input that nobody declared, if a term is one. */
export function impliedInput(term: Term, { checking, scope }: Context): ImpliedInput | null {
  return term.kind === 'input' ? checking.inputs.find(scope.name, term.name) : null;
}

/** The type of a term as a sentence says it, of an implied input with what tells it. */
export function typeInWords(term: Term, context: Context): string {
  const input = impliedInput(term, context);
  const isTold = input !== null && input.basis !== null;
  return isTold ? `${inWords(term.type)} ${basisOf(input)}` : inWords(term.type);
}

/** Why an implied input is of the type that it is: `at login.scowl:3:5`. */
function basisOf({ basis, use }: ImpliedInput): string {
  if (use) return `at ${placeText(use)}`;
  return basis === 'name' ? 'by its name' : 'in earlier events';
}

function hintFor(term: Term, span: Span, { kinds }: Wanted, context: Context): string | undefined {
  const quoted = quotedAt(placeOf(span, context));
  const subject = quoted === 'this' ? '…' : quoted;
  const { kind } = term.type;
  if (kinds.includes('bool')) {
    if (kind === 'int' || kind === 'float') return `compare it, e.g. ${subject} > 0`;
    if (kind === 'string') return `compare it, e.g. ${subject} = "…"`;
    return `compare it, or write ${subject} is not null`;
  }
  if (kinds.includes('float') && kind === 'bool') return `write If(${subject}, 1, 0)`;
  return undefined;
}
