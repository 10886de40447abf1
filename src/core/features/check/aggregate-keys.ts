import type { Span } from '../../language/source.ts';
import type { BuiltInEvent } from '../built-in-event.ts';
import type { Aggregate, Expression } from '../syntax.ts';
import type { Term } from '../term.ts';
import { type Context, placeOf } from './context.ts';
import { demand } from './demand.ts';
import { typeInWords } from './expect.ts';
import { quotedAt } from './faults.ts';
import { FAULT } from './literals.ts';
import { keyed } from './names.ts';
import type { EventScope } from './scope.ts';
import { isSlip } from './slips.ts';
import { inWords, isAlike, isOpen, isScalar } from './type-rules.ts';

export interface CheckedKey {
  readonly reader: Term;
  readonly writer: Term;
}

/**
 * The keys of an aggregate: each a value of the reader, and of the writer that it is found by. `by a as b` is the
 * reader's `a` and the writer's `b`; without `as` it is looked up in both.
 */
export function checkKeys(
  { name, nameSpan, keys }: Aggregate,
  reader: Context,
  writing: Context,
): readonly CheckedKey[] {
  // That a key is named alike in both events is as it should be.
  const writer: Context = { ...writing, within: { aggregate: name, reader: writing.scope } };
  if (keys.length === 0) {
    const message = `${name} has no key: every ${writer.scope.name} counts together`;
    reader.report.warn(nameSpan, message, 'write by and what it is counted by, e.g. by ip');
  }
  return keys.map((key) => checkKey(key, reader, writer));
}

function checkKey(key: Aggregate['keys'][number], reader: Context, writer: Context): CheckedKey {
  const other = key.writer ?? key.reader;
  const isTwice = !key.writer && reader.scope === writer.scope;
  const readerTerm = isUnknownHere(key.reader, key.writer !== null, reader, writer)
    ? FAULT
    : reader.check(key.reader, reader);
  if (isTwice) {
    expectScalar(readerTerm, key.reader.span, reader);
    return { reader: readerTerm, writer: readerTerm };
  }
  const writerTerm = isUnknownThere(other, key, reader, writer) ? FAULT : writer.check(other, writer);
  demand(readerTerm, writerTerm.type, placeOf(other.span, writer), reader);
  demand(writerTerm, readerTerm.type, placeOf(key.reader.span, reader), writer);
  const areScalar = expectScalar(readerTerm, key.reader.span, reader) && expectScalar(writerTerm, other.span, writer);
  if (areScalar && !isAlike(readerTerm.type, writerTerm.type)) {
    const [here, there] = [key.reader, other].map(({ span }) => quotedAt(placeOf(span, reader)));
    const first = `${here} of ${reader.scope.name} is ${typeInWords(readerTerm, reader)}`;
    const second = `${there} of ${writer.scope.name} ${typeInWords(writerTerm, writer)}`;
    const hint = 'write String(…) of the one that is no string';
    reader.report.error(key.reader.span, `${first}, ${second}: they are never equal`, hint);
  }
  matchPersonal({ term: readerTerm, span: key.reader.span }, { term: writerTerm, span: other.span }, reader, writer);
  return { reader: readerTerm, writer: writerTerm };
}

function expectScalar(term: Term, span: Span, context: Context): boolean {
  if (isScalar(term.type)) return true;
  const message = `${quotedAt(placeOf(span, context))} is ${inWords(term.type)}, which is no key`;
  context.report.error(span, message, 'write its parts, e.g. by a.x, a.y');
  return false;
}

interface Side {
  readonly term: Term;
  readonly span: Span;
}

// What keys of these names hold is known by its looks, and concealed on either side.
const LOOKS_LIKE_ITSELF = /mail|phone/i;

/**
 * What is personal is concealed in keys. It would never be equal to what is not, so that what nobody declared is taken
 * for personal, too.
 */
function matchPersonal(here: Side, there: Side, reader: Context, writer: Context): void {
  const isHere = here.term.type.isPersonal === true;
  if (isHere === (there.term.type.isPersonal === true)) return;
  const [personal, plain, scope] = isHere ? [here, there, writer.scope] : [there, here, reader.scope];
  const { term } = plain;
  if (LOOKS_LIKE_ITSELF.test(quotedAt(placeOf(personal.span, reader)))) return;
  if (term.kind === 'constant' || (term.type.kind !== 'string' && !isOpen(term.type))) return;
  if (term.kind === 'input' && reader.checking.inputs.settlePersonal(scope.name, term.name)) return;
  const other = isHere ? reader.scope : writer.scope;
  const uneven = `this key is personal in ${other.name} and not in ${scope.name}`;
  const isDeclarable = term.kind === 'input' && !scope.builtIn;
  const hint = isDeclarable ? `declare ${term.name} of ${scope.name} as personal` : undefined;
  reader.report.warn(here.span, `${uneven}: only what looks personal is found`, hint);
}

/** `by user_id` where the reader has no such thing, but may have it under another name. */
function isUnknownHere(key: Expression, hasWriter: boolean, reader: Context, writer: Context): boolean {
  if (hasWriter || key.kind !== 'name' || hasName(key.name, reader.scope)) return false;
  const event = reader.scope.builtIn;
  if (!event || event.outcomes.has(key.name)) return false;
  const isOneEvent = reader.scope === writer.scope;
  const near = event.inputs.find((input) => isSlip(key.name, input.name));
  const hint = near ? `did you mean ${near.name}?` : hintAtKey(key.name, event, isOneEvent);
  reader.report.error(key.span, `${event.name} has no ${key.name}`, hint);
  return true;
}

/** `Count<authorization>(by user_id)` of an event that has a `user_id`: its name in an authorization is to be said. */
function isUnknownThere(other: Expression, key: Aggregate['keys'][number], reader: Context, writer: Context): boolean {
  if (key.writer || other.kind !== 'name' || hasName(other.name, writer.scope)) return false;
  const event = writer.scope.builtIn;
  if (!event || event.outcomes.has(other.name) || reader.scope.builtIn) return false;
  const near = event.inputs.find((input) => isSlip(other.name, input.name)) ?? identityOf(event);
  const hint = near && `write by ${other.name} as ${near.name}`;
  writer.report.error(other.span, `${event.name} has no ${other.name}`, hint);
  return true;
}

function hasName(name: string, { builtIn, features, inputs }: EventScope): boolean {
  return features.has(name) || inputs.has(name) || !builtIn || builtIn.inputs.some((input) => input.name === name);
}

/** The input that other systems know a person by: an e-mail address. */
function identityOf(event: BuiltInEvent): { readonly name: string } | undefined {
  return event.inputs.find(({ name }) => name.endsWith('email'));
}

/** `write by cardholder_email as user_id, or by cardholder_metadata["user_id"] as user_id` */
function hintAtKey(name: string, event: BuiltInEvent, isOneEvent: boolean): string | undefined {
  const identity = identityOf(event);
  const maps = event.inputs.filter(({ type }) => type.kind === 'map');
  const owner = identity?.name.replace(/_?email$/, '');
  const map = maps.find((other) => owner !== undefined && other.name.startsWith(owner)) ?? maps[0];
  const readable = [...(identity ? [identity.name] : []), ...(map ? [keyed(map.name, name)] : [])];
  if (readable.length === 0) return undefined;
  return `write ${readable.map((key) => `by ${key}${isOneEvent ? '' : ` as ${name}`}`).join(', or ')}`;
}
