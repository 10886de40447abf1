import type { Vocabulary } from '../../../sdk/index.ts';
import type { Offer, Offers } from './offer.ts';

type Event = Vocabulary['events'][number];
type Word = Vocabulary['scowl']['words'][number];

const EVENT = /^event[ \t]+(\w*)$/;
const TYPE = /\$[\w.]*\s+as\s+(\w*)$/;
const WRITER = /\b\w+<(\w*)$/;
const UNIT = /\blast\s+\d+\s+(\w*)$/;
const WORD = /(?<![\w."$])(\w*)$/;
const DECLARED = /^([A-Za-z_]\w*)\s*:=\s*(\$)?/gm;
const AUTHORIZATION = 'authorization';

/** What may be written at the end of `before`, the file up to there; null where there is nothing to offer. */
export function completeScowl(before: string, after: string, { events, scowl }: Vocabulary): Offers | null {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (/--/.test(line) || /"[^"]*$/.test(line.replace(/"[^"]*"/g, ''))) return null;
  const at = (written: string, offers: readonly Offer[]) => ({ from: before.length - written.length, offers });
  const event = EVENT.exec(line);
  if (event) return at(event[1] ?? '', events.map(eventOffer));
  const type = TYPE.exec(line);
  if (type) return at(type[1] ?? '', scowl.types.map(wordOffer));
  const writer = WRITER.exec(before);
  if (writer) return at(writer[1] ?? '', events.map(eventOffer));
  const unit = UNIT.exec(before);
  if (unit)
    return at(
      unit[1] ?? '',
      scowl.units.map((label): Offer => ({ label, kind: 'word' })),
    );
  const word = WORD.exec(before);
  if (!word) return null;
  const written = word[1] ?? '';
  // At the beginning of a line a name is invented, or an event begins.
  if (/^\w*$/.test(line) && !isInBrackets(before)) {
    const begins = scowl.words.filter((each) => each.word === 'event').map(wordOffer);
    return written === '' ? null : at(written, begins);
  }
  return at(written, allOffers(before, before + after, { events, scowl }));
}

function allOffers(before: string, whole: string, { events, scowl }: Pick<Vocabulary, 'events' | 'scowl'>): Offer[] {
  const here = eventAt(before);
  const aggregate = openAggregate(before);
  const scope = aggregate?.writer ?? here;
  const event = events.find(({ name }) => name === scope);
  const clauses = aggregate ? scowl.clauses.map(wordOffer) : [];
  const claims = aggregate && scope === AUTHORIZATION ? (event?.claims ?? []).map(claimOffer) : [];
  const declared = declaredIn(whole, scope);
  const known = new Set(declared.map(({ label }) => label));
  return [
    ...clauses,
    ...claims,
    ...declared,
    ...(event ? namesOf(event) : []).filter(({ label }) => !known.has(label)),
    ...scowl.aggregates.map(aggregateOffer),
    ...scowl.functions.map(functionOffer),
    ...scowl.words.filter(({ word }) => word !== 'event').map(wordOffer),
  ];
}

function namesOf({ inputs, features }: Event): Offer[] {
  return [
    ...inputs.map(
      ({ name, type, meaning }): Offer => ({ label: name, detail: type, info: meaning, kind: 'attribute' }),
    ),
    ...features.map(({ name, type, text }): Offer => ({ label: name, detail: type, info: text, kind: 'feature' })),
  ];
}

/** The event whose block it is at the end of this text. */
function eventAt(before: string): string {
  return [...before.matchAll(/^event[ \t]+(\w+)/gm)].at(-1)?.[1] ?? AUTHORIZATION;
}

/** What this file declares for an event, the draft before anything of it was checked. */
function declaredIn(whole: string, event: string): Offer[] {
  const blocks = whole.split(/^(?=event[ \t]+\w)/m).filter((block) => eventAt(block.split('\n', 1)[0] ?? '') === event);
  return blocks.flatMap((block) =>
    [...block.matchAll(DECLARED)].map(([, label = '', path]): Offer => {
      return {
        label,
        detail: path ? 'input' : 'feature',
        info: 'declared in this file',
        kind: path ? 'attribute' : 'feature',
      };
    }),
  );
}

function isInBrackets(before: string): boolean {
  return openCall(before) !== null;
}

/** The innermost call that is not closed at the end of this text: its name, and the event that it is over. */
function openCall(before: string): { readonly name: string; readonly writer: string | null } | null {
  const block = before
    .slice(-2_000)
    .replace(/--[^\n]*/g, '')
    .replace(/"[^"\n]*"/g, '""');
  let depth = 0;
  for (let at = block.length - 1; at >= 0; at -= 1) {
    const unit = block.charAt(at);
    if (unit === ')' || unit === ']') depth += 1;
    if (unit === '[' && depth > 0) depth -= 1;
    if (unit !== '(') continue;
    if (depth === 0) {
      const [, name = '', writer = null] = /(\w*)\s*(?:<(\w+)>)?\s*$/.exec(block.slice(0, at)) ?? [];
      return { name, writer };
    }
    depth -= 1;
  }
  return null;
}

const AGGREGATE = /^(?:Count|CountUnique|Sum|Average|Min|Max|First|Latest|Last|LatestTime)$/i;

function openAggregate(before: string): { readonly writer: string | null } | null {
  const call = openCall(before);
  return call && AGGREGATE.test(call.name) ? call : null;
}

function eventOffer({ name, built_in, features }: Event): Offer {
  const info = built_in ? 'a purchase that Stripe asks about' : 'sent by a back end';
  return { label: name, detail: `${features.length} features`, info, kind: 'event' };
}

function wordOffer({ word, form, meaning }: Word): Offer {
  return { label: word, detail: form, info: meaning, kind: 'word' };
}

function claimOffer({ name, meaning }: Event['claims'][number]): Offer {
  return { label: name, detail: 'bool', info: meaning, kind: 'attribute' };
}

function aggregateOffer({ word, form, meaning }: Word): Offer {
  return { label: word, apply: `${word}(`, detail: form, info: meaning, kind: 'call' };
}

function functionOffer({ name, signature, meaning, example }: Vocabulary['scowl']['functions'][number]): Offer {
  return { label: name, apply: `${name}(`, detail: signature, info: `${meaning}. ${example}`, kind: 'call' };
}
