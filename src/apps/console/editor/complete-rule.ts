import type { Vocabulary } from '../../../sdk/index.ts';
import type { Offer, Offers } from './offer.ts';

type Attribute = Vocabulary['attributes'][number];

/** Where a condition stands: a rule begins with its action, portfolios and stand-ins read only some attributes. */
export type ConditionOf = 'rule' | 'portfolio' | 'stand_in';

const ATTRIBUTE = /(?<![\w:.]):([a-z]\w*)?$/i;
const LIST = /@[\w-]*$/;
const VALUE = /:(\w+):\s*(?:=|!=|in\s*\((?:[^()]*,)?)\s*('?[^',()"]*)$/;
const AFTER_ATTRIBUTE = /:(\w+):\s+([a-z]*|[<>=!]*)$/i;
const ACTION = /^\s*([a-z]*)(?: i?f?)?$/i;
const WORD = /(?<![\w@:'.])([a-z_]*)$/i;
const CARD_FAMILIES = ['card', 'cardholder', 'account'];

/** What may follow `before`, the beginning of a rule or a condition; null where there is nothing to offer. */
export function completeRule(before: string, words: Vocabulary, of: ConditionOf): Offers | null {
  const action = of === 'rule' ? ACTION.exec(before) : null;
  if (action) return { from: before.length - before.trimStart().length, offers: actionOffers(words) };
  const attributes = words.attributes.filter((each) => isReadBy(each, of));
  const colon = ATTRIBUTE.exec(before);
  if (colon) return { from: colon.index, offers: attributes.map(attributeOffer) };
  const list = LIST.exec(before);
  if (list) return { from: list.index, offers: words.lists.map(listOffer) };
  const value = VALUE.exec(before);
  if (value) return valueOffers(before, value[1] ?? '', value[2] ?? '', words);
  const after = AFTER_ATTRIBUTE.exec(before);
  if (after) {
    const attribute = words.attributes.find(({ name }) => name === after[1]);
    const from = before.length - (after[2] ?? '').length;
    return { from, offers: afterAttribute(attribute, words, of) };
  }
  const word = WORD.exec(before);
  if (!word || /'[^']*$/.test(quotesParted(before))) return null;
  return { from: word.index, offers: [...wordOffers(words), ...attributes.map(attributeOffer)] };
}

/** The text with whole strings taken out, so that a quote in it is one that is still open. */
function quotesParted(text: string): string {
  return text.replace(/'[^']*'/g, '');
}

function isReadBy({ family }: Attribute, of: ConditionOf): boolean {
  if (of === 'rule') return true;
  return of === 'portfolio' ? CARD_FAMILIES.includes(family) : family !== 'feature';
}

function actionOffers({ rule_language }: Vocabulary): Offer[] {
  return rule_language.actions.map(({ word, meaning }) => {
    return { label: word, apply: `${word} `, info: meaning, kind: 'word' };
  });
}

function attributeOffer({ name, type, family, meaning, source, aliases }: Attribute): Offer {
  const named = aliases.length > 0 ? ` Radar: ${aliases.map((alias) => `:${alias}:`).join(', ')}.` : '';
  const info = `${meaning.replaceAll('`', '')}. From ${source}.${named}`;
  return { label: `:${name}:`, detail: type, info, kind: family === 'feature' ? 'feature' : 'attribute' };
}

function listOffer({ name, type, note }: Vocabulary['lists'][number]): Offer {
  return { label: `@${name}`, detail: type, ...(note && { info: note }), kind: 'list' };
}

function valueOffers(before: string, name: string, written: string, { attributes }: Vocabulary): Offers | null {
  const attribute = attributes.find((each) => each.name === name);
  if (!attribute?.values || attribute.values.length === 0) return null;
  const { values, ordered } = attribute;
  const offers = values.map((value, place): Offer => {
    return { label: `'${value}'`, ...(ordered && { detail: `${place + 1} of ${values.length}` }), kind: 'value' };
  });
  return { from: before.length - written.length, offers };
}

function afterAttribute(attribute: Attribute | undefined, words: Vocabulary, of: ConditionOf): Offer[] {
  const { operators, words: connectives } = words.rule_language;
  const joining = connectives.filter(({ word }) => word === 'and' || word === 'or');
  if (attribute?.type === 'boolean') return joining.map(wordOffer);
  const fitting = operators.filter(({ types }) => !attribute || types.includes(attribute.type));
  const lists = of === 'portfolio' ? [] : words.lists.filter(() => attribute?.type !== 'number');
  return [
    ...fitting.map(({ word, form, meaning }): Offer => {
      return { label: word, apply: word === 'in' ? 'in (' : `${word} `, detail: form, info: meaning, kind: 'operator' };
    }),
    ...lists.map((list): Offer => ({ ...listOffer(list), label: `in @${list.name}` })),
  ];
}

function wordOffers({ rule_language }: Vocabulary): Offer[] {
  return rule_language.words.map(wordOffer);
}

function wordOffer({ word, form, meaning }: Vocabulary['rule_language']['words'][number]): Offer {
  const apply = word === 'is_missing' ? 'is_missing(:' : `${word} `;
  return { label: word, apply, detail: form, info: meaning, kind: 'word' };
}
