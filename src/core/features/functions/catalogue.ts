import { ADDRESS_FUNCTIONS } from './address.ts';
import { COLLECTION_FUNCTIONS } from './collections.ts';
import { CONVERSION_FUNCTIONS } from './conversion.ts';
import type { FunctionDefinition } from './definition.ts';
import { DISTANCE_FUNCTIONS } from './distance.ts';
import { EMAIL_FUNCTIONS } from './email.ts';
import { HOST_FUNCTIONS } from './host.ts';
import { LOGIC_FUNCTIONS } from './logic.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { PHONE_FUNCTIONS } from './phone.ts';
import { TEXT_FUNCTIONS } from './text.ts';
import { TIME_FUNCTIONS } from './time.ts';

/** All functions of Scowl, by what they are about, in the order in which people are shown them. */
export const FUNCTION_FAMILIES: ReadonlyMap<string, readonly FunctionDefinition[]> = new Map([
  ['Logic and null', LOGIC_FUNCTIONS],
  ['Types', CONVERSION_FUNCTIONS],
  ['Numbers', NUMBER_FUNCTIONS],
  ['Text', TEXT_FUNCTIONS],
  ['Arrays and maps', COLLECTION_FUNCTIONS],
  ['Time', TIME_FUNCTIONS],
  ['E-mail and hosts', [...EMAIL_FUNCTIONS, ...HOST_FUNCTIONS]],
  ['IP addresses', ADDRESS_FUNCTIONS],
  ['Phone numbers', PHONE_FUNCTIONS],
  ['Distance', DISTANCE_FUNCTIONS],
]);

const byName = new Map(
  [...FUNCTION_FAMILIES.values()].flat().map((definition) => [definition.name.toLowerCase(), definition]),
);
const names = [...byName.values()].map(({ name }) => name);

/** The function of this name, without regard to case; null where there is none. */
export function findFunction(name: string): FunctionDefinition | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** All names, as people write them. */
export function functionNames(): readonly string[] {
  return names;
}
