import { missing, type Value } from '../domain/value.ts';
import { checkProgram } from '../features/check.ts';
import { parseScowl } from '../features/parse.ts';
import { type FeaturePlan, planFeatures } from '../features/plan.ts';
import { printProgram } from '../features/print.ts';
import type { ScowlType } from '../features/scowl-type.ts';
import type { SeenTypes } from '../features/seen-types.ts';
import type { Program } from '../features/syntax.ts';
import type { CheckedFeature, CheckedProgram } from '../features/term.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { AttributeDefinition } from '../rules/attributes.ts';
import { AUTHORIZATION, AUTHORIZATION_EVENT, attributeOfInput } from './authorization-event.ts';
import { isFeatureFile, type PolicyFile } from './files.ts';

/** The features of a policy: how they are computed, and what rules may read of them. */
export interface PolicyFeatures {
  readonly plan: FeaturePlan;
  readonly attributes: readonly AttributeDefinition[];
}

const NO_PROGRAM: CheckedProgram = { events: new Map() };

/**
 * Reads all `features/*.scowl` together. Where they have an error there is an attribute for every name that is declared
 * all the same: a rule that reads it has no fault of its own.
 */
export function readFeatures(
  files: readonly PolicyFile[],
  hash: (text: string) => string,
  seen: SeenTypes,
): PolicyFeatures & { readonly diagnostics: readonly Diagnostic[] } {
  const parsed = files.filter(isFeatureFile).map(({ source }) => ({ source, ...parseScowl(source) }));
  const parts = parsed.map(({ source, program }) => ({ source, program }));
  const checked = checkProgram(parts, { builtIn: [AUTHORIZATION_EVENT], seen });
  const program = checked.program ?? NO_PROGRAM;
  return {
    plan: planFeatures(program, hash),
    attributes: checked.program ? attributesOf(program) : declaredAttributes(parts.map(({ program: read }) => read)),
    diagnostics: [...parsed.flatMap(({ diagnostics }) => diagnostics), ...checked.diagnostics],
  };
}

/** A file of features in canonical form: comments and layout are gone. */
export function canonicalFeatures({ source }: PolicyFile): string {
  return printProgram(parseScowl(source).program);
}

const ATTRIBUTE_TYPES: Partial<Record<ScowlType['kind'], AttributeDefinition['type']>> = {
  bool: 'boolean',
  int: 'number',
  float: 'number',
  string: 'string',
  duration: 'number',
  // What nothing tells the type of is compared as text, or as a number.
  unknown: 'metadata',
};

/**
 * Whether rules read features of this type: one value, that says nothing of a person (it is recorded with every
 * decision). Structs and times they do not read.
 */
export function isAttribute(type: ScowlType): boolean {
  return ATTRIBUTE_TYPES[type.kind] !== undefined && !type.isPersonal;
}

/** What rules may read of the features of a policy. */
export function policyAttributes({ program }: FeaturePlan): readonly AttributeDefinition[] {
  return attributesOf(program);
}

function attributesOf(program: CheckedProgram): AttributeDefinition[] {
  return (program.events.get(AUTHORIZATION)?.features ?? []).flatMap(attributeOf);
}

function attributeOf({ name, term, text }: CheckedFeature): AttributeDefinition[] {
  const type = ATTRIBUTE_TYPES[term.type.kind];
  if (type === undefined || !isAttribute(term.type)) return [];
  const description = `\`${text}\``;
  return [{ name, type, family: 'feature', description, source: 'features/*.scowl', read: readFeature(name) }];
}

/** What is declared and could not be checked: a rule may read it as whatever it will be. */
function declaredAttributes(programs: readonly Program[]): AttributeDefinition[] {
  const declared = programs
    .flatMap(({ events }) => events)
    .filter(({ name }) => name === AUTHORIZATION)
    .flatMap(({ declarations }) => declarations.map(({ name }) => name));
  return [...new Set(declared)]
    .filter((name) => attributeOfInput(name) === null)
    .map((name) => {
      const read = readFeature(name);
      return { name, type: 'metadata', family: 'feature', isUnchecked: true, description: '', source: '', read };
    });
}

function readFeature(name: string): AttributeDefinition['read'] {
  return ({ features }): Value => features.get(name) ?? missing('not_counted');
}
