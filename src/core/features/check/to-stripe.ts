import { limits } from '../../domain/limits.ts';
import type { Span } from '../../language/source.ts';
import type { ScowlType } from '../scowl-type.ts';
import type { Term } from '../term.ts';
import type { Faults } from './faults.ts';
import type { DeclaredFeature } from './scope.ts';
import { holdsPersonal, inWords, isScalar } from './type-rules.ts';

const TO_STRIPE = 'to_stripe';

/**
 * Checks the feature whose fields go into Stripe's metadata, in the clear and within Stripe's limits: with our reply,
 * or by a back end that asked for them.
 */
export function checkToStripe({ declaration, source }: DeclaredFeature, term: Term, faults: Faults): void {
  const { name, nameSpan, expression } = declaration;
  const { type } = term;
  if (name !== TO_STRIPE || type.kind === 'unknown') return;
  const report = faults.of(source);
  if (type.kind !== 'struct') {
    const hint = `write ${TO_STRIPE} := {name}, with the features that go to Stripe`;
    report.error(expression.span, `${TO_STRIPE} is a struct, this is ${inWords(type)}`, hint);
    return;
  }
  if (type.fields.size > limits.maxToStripeFields) {
    const message = `${TO_STRIPE} has ${type.fields.size} fields, Stripe takes ${limits.maxToStripeFields} beside ours`;
    report.error(nameSpan, message, 'leave some out');
  }
  const written = expression.kind === 'struct' ? expression.fields : [];
  const spans = new Map<string, Span>(written.map((field) => [field.name, field.nameSpan]));
  for (const [field, fieldType] of type.fields) {
    const fault = faultOf(field, fieldType);
    if (fault) report.error(spans.get(field) ?? expression.span, fault.message, fault.hint);
  }
}

/**
 * Says of a feature of a built-in event that nothing tells what it is: a rule reads a feature by its type, and to
 * Stripe goes a struct. Of what is computed from something faulty nothing can be told, so that this comes last.
 */
export function checkKnown({ declaration, source }: DeclaredFeature, { type }: Term, faults: Faults): void {
  if (type.kind !== 'unknown') return;
  const { name, nameSpan } = declaration;
  const report = faults.of(source);
  const hint = 'declare the input that it comes from: name := $.name as string?';
  if (name === TO_STRIPE) report.error(nameSpan, `nothing tells what ${name} is, it is a struct`, hint);
  else report.warn(nameSpan, `nothing tells what ${name} is, so that rules can't read it`, hint);
}

function faultOf(name: string, type: ScowlType): { readonly message: string; readonly hint: string } | null {
  if (holdsPersonal(type)) {
    const message = `${name} tells something of a person, and goes to Stripe's metadata in the clear`;
    return { message, hint: 'send what is counted of it, or EmailDomain(…), or leave it out' };
  }
  if (!isScalar(type)) {
    return {
      message: `${name} is ${inWords(type)}, Stripe's metadata has single values`,
      hint: 'write each of them as a field',
    };
  }
  if (name.length > limits.metadataKeyLength) {
    const message = `${name} has ${name.length} letters, Stripe takes ${limits.metadataKeyLength} at most`;
    return { message, hint: `give it a short name: {short_name: ${name}}` };
  }
  return null;
}
