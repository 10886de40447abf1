import type { Decision } from '../../../sdk/index.ts';

/** The parts of "In force", by what stands in the address. */
export const IN_FORCE_TABS = [
  ['rules', 'Rules'],
  ['profiles', 'Profiles and portfolios'],
  ['features', 'Features'],
  ['lists', 'Lists'],
  ['cases', 'Cases'],
  ['files', 'Files'],
] as const;
export const VERSION_TABS = [
  ['changes', 'What it changes'],
  ['files', 'Files'],
] as const;

const ACTIONS = ['allow', 'block', 'challenge', 'review'] as const;
const MODES = ['live', 'shadow', 'off'] as const;
const OUTCOMES = ['approve', 'decline', 'challenge'] as const;
const VERSION = /^pol_[0-9a-f]{16}$/;

export interface InForceSearch {
  readonly tab?: (typeof IN_FORCE_TABS)[number][0];
  /** Within ids, texts and notes. */
  readonly text?: string;
  readonly action?: (typeof ACTIONS)[number];
  readonly mode?: (typeof MODES)[number];
  readonly file?: string;
}

/** What of an address "In force" understands. */
export function readInForceSearch({ tab, text, action, mode, file }: Record<string, unknown>): InForceSearch {
  return {
    ...among('tab', tab, names(IN_FORCE_TABS)),
    ...said('text', text),
    ...among('action', action, ACTIONS),
    ...among('mode', mode, MODES),
    ...said('file', file),
  };
}

export interface VersionsSearch {
  /** The versions that are compared. */
  readonly from?: string;
  readonly to?: string;
  /** Where the page of versions begins. */
  readonly cursor?: string;
}

/** What of an address the versions understand. */
export function readVersionsSearch({ from, to, cursor }: Record<string, unknown>): VersionsSearch {
  return { ...versionAs('from', from), ...versionAs('to', to), ...said('cursor', cursor) };
}

export interface VersionSearch {
  readonly tab?: (typeof VERSION_TABS)[number][0];
  readonly file?: string;
}

/** What of an address a version understands. */
export function readVersionSearch({ tab, file }: Record<string, unknown>): VersionSearch {
  return { ...among('tab', tab, names(VERSION_TABS)), ...said('file', file) };
}

export interface ShadowSearch {
  /** A version that was in shadow; the one now without it. */
  readonly version?: string;
  /** A version to put in shadow. */
  readonly start?: string;
  /** What was answered, and what would have been. */
  readonly was?: Decision['outcome'];
  readonly would?: Decision['outcome'];
  readonly cursor?: string;
}

/** What of an address the shadow understands. */
export function readShadowSearch({ version, start, was, would, cursor }: Record<string, unknown>): ShadowSearch {
  return {
    ...versionAs('version', version),
    ...versionAs('start', start),
    ...among('was', was, OUTCOMES),
    ...among('would', would, OUTCOMES),
    ...said('cursor', cursor),
  };
}

function names<Tab extends string>(tabs: readonly (readonly [Tab, string])[]): readonly Tab[] {
  return tabs.map(([tab]) => tab);
}

function among<Name extends string, Word extends string>(
  name: Name,
  given: unknown,
  words: readonly Word[],
): { [key in Name]?: Word } {
  const word = words.find((each) => each === given);
  return (word === undefined ? {} : { [name]: word }) as { [key in Name]?: Word };
}

function said<Name extends string>(name: Name, given: unknown): { [key in Name]?: string } {
  // A text of digits alone comes as a number.
  const text = typeof given === 'number' ? String(given) : given;
  return (typeof text === 'string' && text !== '' ? { [name]: text } : {}) as { [key in Name]?: string };
}

function versionAs<Name extends string>(name: Name, given: unknown): { [key in Name]?: string } {
  return typeof given === 'string' && VERSION.test(given) ? said(name, given) : {};
}
