import type { EntryOutcome } from './built-in-event.ts';
import type { AggregateFunction } from './term.ts';

/** A word of Scowl, with what it means. */
export interface ScowlWord {
  /** As it is written. */
  readonly word: string;
  /** How it stands with what belongs to it: `last 5 days`. */
  readonly form: string;
  readonly meaning: string;
}

const AGGREGATES: Readonly<Record<AggregateFunction, readonly [form: string, meaning: string]>> = {
  Count: ['Count([value] by key last 1 day)', 'how many events; with a value, how many that have it'],
  CountUnique: ['CountUnique(value, … by key last 1 day)', 'how many different values, or pairs of them'],
  Sum: ['Sum(number by key last 1 day)', 'all of them together; 0 where there was none'],
  Average: ['Average(number by key last 1 day)', 'their mean; missing where there was none'],
  Min: ['Min(number by key last 1 day)', 'the least one, of numbers or times; missing where there was none'],
  Max: ['Max(number by key last 1 day)', 'the greatest one, of numbers or times; missing where there was none'],
  First: ['First(value by key last 1 day)', 'the value that arrived first'],
  Latest: ['Latest(value by key last 1 day)', 'the value that arrived last'],
  LatestTime: ['LatestTime(by key last 1 day)', 'when the newest one happened'],
};

/** What is taken together over earlier events. */
export const AGGREGATE_WORDS: readonly ScowlWord[] = Object.entries(AGGREGATES).map(([word, [form, meaning]]) => ({
  word,
  form,
  meaning,
}));

/** The clauses of an aggregate, in the order in which they stand. */
export const CLAUSE_WORDS: readonly ScowlWord[] = [
  {
    word: 'by',
    form: 'by card, merchant',
    meaning: 'what is counted together; nothing is counted where it is missing',
  },
  { word: 'where', form: 'where amount > 10', meaning: 'what counts: only events of which this is true' },
  { word: 'after', form: 'after password_changed_at', meaning: 'leaves out what happened up to a time' },
  { word: 'last', form: 'last 5 days', meaning: 'the window, up to 400 days; it ends with the event itself' },
  { word: 'exclusive', form: 'exclusive', meaning: 'leaves out the event itself' },
];

/** All other words with a meaning of their own. */
export const SCOWL_WORDS: readonly ScowlWord[] = [
  { word: 'event', form: 'event login', meaning: 'begins the inputs and features of one kind of event' },
  { word: 'as', form: '$.client.ip as string?', meaning: 'the type of an input; with ? it may be left out' },
  { word: 'and', form: 'a and b', meaning: 'both are true' },
  { word: 'or', form: 'a or b', meaning: 'one of them is true' },
  { word: 'not', form: 'not a', meaning: 'is false' },
  { word: 'in', form: 'x in ["a", "b"]', meaning: 'is one of these' },
  { word: 'is', form: 'x is null', meaning: 'is null, is true or is false; never null itself' },
  { word: 'Case', form: 'Case(when a then b default c)', meaning: 'the value after the first condition that is true' },
  { word: 'when', form: 'when a then b', meaning: 'a condition of Case' },
  { word: 'then', form: 'then b', meaning: 'the value of Case for that condition' },
  { word: 'default', form: 'default c', meaning: 'the value of Case where none is true' },
  { word: 'null', form: 'null', meaning: 'no value' },
  { word: 'true', form: 'true', meaning: 'a bool' },
  { word: 'false', form: 'false', meaning: 'a bool' },
];

/** Types that an input may be declared as. */
export const TYPE_WORDS: readonly ScowlWord[] = [
  { word: 'bool', form: 'as bool', meaning: 'true or false' },
  { word: 'int', form: 'as int', meaning: 'a whole number' },
  { word: 'float', form: 'as float', meaning: 'a number' },
  { word: 'string', form: 'as string', meaning: 'text' },
  { word: 'time', form: 'as time', meaning: 'a point in time, ISO 8601 with its offset' },
  { word: 'email', form: 'as email', meaning: 'an e-mail address; kept only as an HMAC' },
  { word: 'phone', form: 'as phone', meaning: 'a phone number; kept only as an HMAC' },
  { word: 'personal', form: 'as personal', meaning: 'text that tells something of a person; kept only as an HMAC' },
];

/** Units of a window. */
export const UNIT_WORDS: readonly string[] = ['seconds', 'minutes', 'hours', 'days', 'weeks'];

/** What a claim about the outcome of an event means, by the outcomes that it stands for. */
export function claimMeaning(name: string, outcomes: readonly EntryOutcome[]): string {
  return `${name.replace(/^is_/, '').replaceAll('_', ' ')}: in the where of an aggregate (${outcomes.join(' or ')})`;
}
