import type { ListItemType } from '../domain/lists.ts';
import { nearest } from '../language/nearest.ts';
import type { Reporter } from '../language/reporter.ts';
import type { AttributeDefinition } from './attributes/definition.ts';
import type { ListMembership } from './condition.ts';
import { printAttribute } from './print.ts';

/** The lists that there are, by name, and the type of their items. */
export type DeclaredLists = ReadonlyMap<string, ListItemType>;

// What a list may hold beside plain strings, by the attribute that it is read with.
const OWN_TYPES: ReadonlyMap<string, ListItemType> = new Map([
  ['card', 'card'],
  ['cardholder', 'cardholder'],
  ['merchant', 'merchant'],
  ['merchant_category', 'merchant_category'],
  ['cardholder_email', 'email'],
]);

/** Checks `attribute in @list`: there is such a list, and its items are what the attribute holds. */
export function checkList(
  { left, list, listSpan, span }: ListMembership,
  definition: AttributeDefinition | null,
  lists: DeclaredLists,
  reporter: Reporter,
): void {
  const printed = printAttribute(left);
  const type = lists.get(list);
  if (type === undefined) {
    reporter.error(listSpan, `there is no list @${list}`, hintAtLists(list, lists, printed));
    return;
  }
  if (!definition) return;
  const fitting = fittingTypes(definition);
  if (fitting === 'any' || fitting.includes(type)) return;
  if (fitting.length === 0) {
    const isNumber = definition.type === 'number';
    const message = `a list holds text, ${printed} is ${isNumber ? 'a number' : 'true or false'}`;
    reporter.error(span, message, isNumber ? `write ${printed} in (1, 2)` : `write ${printed} or not ${printed}`);
    return;
  }
  const readable = [...lists].filter(([, other]) => fitting.includes(other)).map(([name]) => `@${name}`);
  const instead = readable.length > 0 ? `, as ${readable.join(', ')}` : '';
  const message = `@${list} is a list of type ${type}, which is not what ${printed} holds`;
  reporter.error(listSpan, message, `${printed} is read with a list of type ${fitting.join(' or ')}${instead}`);
}

/** The item types that go with an attribute; none for numbers and booleans, all for metadata. */
function fittingTypes({ name, type }: AttributeDefinition): readonly ListItemType[] | 'any' {
  const own = OWN_TYPES.get(name);
  const first = own === undefined ? [] : [own];
  switch (type) {
    case 'number':
    case 'boolean':
      return [];
    case 'metadata':
      return 'any';
    case 'country':
      return ['country', 'string'];
    case 'id':
      return [...first, 'case_sensitive_string'];
    case 'string':
      return [...first, 'string', 'case_sensitive_string'];
    default:
      return [...first, 'string'];
  }
}

function hintAtLists(list: string, lists: DeclaredLists, printed: string): string {
  if (lists.size === 0) return `none is declared: write the values, ${printed} in ('…', '…')`;
  const near = nearest(list, lists.keys());
  return near ? `did you mean @${near}?` : `there are ${[...lists.keys()].map((name) => `@${name}`).join(', ')}`;
}
