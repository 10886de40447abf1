import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_TEXTS } from '../../../src/core/challenge/built-in-texts.ts';
import { commandOf, type OptOutType, type Reply, readReply } from '../../../src/core/challenge/reply.ts';
import { textsToReadBy } from '../../../src/core/challenge/texts.ts';

const TEXTS = new Map(BUILT_IN_TEXTS.map((texts) => [texts.language, texts]));

function read(body: string, language = 'en', optOutType: OptOutType | null = null): Reply {
  return readReply(body, optOutType, textsToReadBy(language, TEXTS));
}

// What was written, and what it means to a question in English.
const REPLIES: Readonly<Record<Reply, readonly string[]>> = {
  yes: [
    ...['YES', 'yes', 'Yes', 'yEs', 'Y', 'y', 'YES.', 'Yes!', 'yes!!!', ' yes ', '\tYES\n', 'YES\r\n\r\n', 'yes…'],
    ...['"YES"', "'yes'", '“Yes”', '‘yes’', '„yes“', '«yes»', '`yes`', '´yes´', '(yes)', '[YES]', '*YES*', '_yes_'],
    ...[
      '\u00a0YES\u00a0',
      '\u3000YES',
      '\u200bYES',
      'YES\ufeff',
      '\u202eYES\u202c',
      'ＹＥＳ',
      'ｙｅｓ！',
      'Ⓨⓔⓢ',
      '𝐘𝐄𝐒',
      'yés',
    ],
    ...[
      '- yes',
      '>yes',
      'yes,',
      'yes;',
      'Y.',
      '¡Sí!',
      'Si',
      'SÍ',
      'sì',
      'si\u0301',
      'ja',
      'JA!',
      'oui',
      'Oui.',
      'YES\ufe0f',
    ],
  ],
  no: [
    ...['NO', 'no', 'No', 'nO', 'N', 'n', 'NO.', 'No!', 'no!!!', ' no ', '\tNO\n', '"NO"', '“no”', '(no)', '\u00a0NO'],
    ...['ＮＯ', 'nó', 'non', 'Non.', 'NEIN', 'nein!', '𝗡𝗢', '- no', 'no…'],
  ],
  stop: [
    ...['STOP', 'stop', 'Stop.', ' STOP ', 'STOPALL', 'stop all', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'cancel!'],
    ...['REVOKE', 'OPTOUT', 'opt out', 'opt-out', 'ＳＴＯＰ', '"stop"'],
  ],
  start: ['START', 'start', 'UNSTOP', 'Unstop.'],
  help: ['HELP', 'help!', 'INFO', 'Help?'],
  unclear: [
    ...[
      '',
      ' ',
      '\n',
      '.',
      '?',
      '!',
      '…',
      '\u200b',
      '👍',
      '👍🏽',
      '👎',
      '✅',
      '❌',
      '🚫',
      '❤️',
      'YES 👍',
      '👍 yes',
      'no 👎',
    ],
    ...['yes but not that one', 'yes, but I did not buy that', 'Yes and no', 'yes no', 'no yes', 'YES/NO', 'YES or NO'],
    ...[
      'yes/no?',
      'Y/N',
      'yes, no',
      'no, yes',
      'no problem',
      'no worries',
      'nope that was me',
      'nope',
      'not me',
      'no way',
    ],
    ...[
      'No that was me',
      'no, yes it was me',
      'yes it was me',
      'yes please',
      'yes thanks',
      'Yes yes',
      'yesyes',
      'nono',
    ],
    ...[
      'YES?',
      'yes?!',
      'No?',
      '¿Sí?',
      'yes？',
      'ok',
      'OK',
      'sure',
      'yeah',
      'yep',
      'yup',
      'yess',
      'ye',
      'yea',
      'yes1',
      'yse',
    ],
    ...[
      'ya',
      'nah',
      'nay',
      'noo',
      'none',
      'nothing',
      'know',
      'it was me',
      'I did',
      'I did not',
      'that was not me',
      'who is this',
    ],
    ...[
      'y̶e̶s̶',
      'ye\u0336s',
      'УЕS',
      'ΝΟ',
      '1',
      '0',
      '2',
      'true',
      'confirm',
      'approve',
      'decline',
      'J',
      'S',
      'O',
      'da',
      'да',
      'はい',
    ],
    ...[
      'STOP YES',
      'yes stop',
      'stop that purchase',
      'please stop',
      'do not stop',
      'dont cancel',
      'end it',
      'start again',
    ],
    ...[
      'Liked “Reply YES if it was you, NO if not.”',
      'YES\n\nSent from my phone',
      'call me',
      'wrong number',
      'STOP?!x',
    ],
    ...['y e s', 'y.e.s', 'n o', 'yes-no', "y'es", 'yes\u0000no', 'YES '.repeat(400)],
  ],
};

describe('a reply to a question in English', () => {
  const rows = Object.entries(REPLIES).flatMap(([meaning, bodies]) => bodies.map((body) => [body, meaning] as const));

  test.each(rows)('%j is %s', (body, meaning) => {
    expect(read(body)).toBe(meaning);
  });

  test('are more than a hundred in this table, each once', () => {
    expect(rows.length).toBeGreaterThan(200);
    expect(new Set(rows.map(([body]) => body)).size).toBe(rows.length);
  });
});

describe('a language', () => {
  test.each([
    ['de', 'J', 'yes'],
    ['de', 'n', 'no'],
    ['de', 'Nein', 'no'],
    ['de', 'YES', 'yes'],
    ['fr', 'O', 'yes'],
    ['fr', 'oui !', 'yes'],
    ['fr', 'NON', 'no'],
    ['es', 'S', 'yes'],
    ['es', 'sí.', 'yes'],
    ['it', 'Sì', 'yes'],
    ['it', 'no', 'no'],
    ['pt', 'yes', 'yes'],
    // One letter counts in the language of the question alone.
    ['de', 'Y', 'unclear'],
    ['en', 'S', 'unclear'],
    ['fr', 'J', 'unclear'],
    ['it', 'O', 'unclear'],
  ] as const)('of a question in %s reads %j as %s', (language, body, meaning) => {
    expect(read(body, language)).toBe(meaning);
  });

  const one = { yes: ['DA'], no: ['NE'] };
  const other = { yes: ['NE'], no: ['DA', 'HAYIR'] };
  const third = { yes: ['EVET'], no: ['MI'] };

  test('that the question was put in decides what a word of two meanings says', () => {
    expect(readReply('ne', null, [one, other])).toBe('no');
    expect(readReply('ne', null, [other, one])).toBe('yes');
  });

  test('of others says nothing where they differ', () => {
    expect(readReply('ne', null, [third, one, other])).toBe('unclear');
    expect(readReply('hayir', null, [third, one, other])).toBe('no');
  });

  test('that there is none of reads nothing', () => {
    expect(readReply('yes', null, [])).toBe('unclear');
    expect(readReply('stop', null, [])).toBe('stop');
  });
});

describe('what Twilio flagged', () => {
  test.each([
    ['YES', 'START', 'yes'],
    ['y', 'START', 'yes'],
    ['JA', 'START', 'yes'],
    ['start', 'START', 'start'],
    ['subscribe', 'START', 'start'],
    ['NO', 'START', 'no'],
    ['YES?', 'START', 'start'],
    ['arret', 'STOP', 'stop'],
    ['STOP', 'STOP', 'stop'],
    ['stop', 'START', 'stop'],
    // Nobody who is told nothing more gets trusted; a NO protects whoever sent it.
    ['YES', 'STOP', 'stop'],
    ['NO', 'STOP', 'no'],
    ['no?', 'STOP', 'stop'],
    ['HELP', 'HELP', 'help'],
    ['what is this', 'HELP', 'help'],
    ['yes', 'HELP', 'yes'],
  ] as const)('with %j as %s is %s', (body, optOutType, meaning) => {
    expect(read(body, 'en', optOutType)).toBe(meaning);
  });
});

describe('whatever is written', () => {
  const answers = (kind: 'yes' | 'no') => fc.constantFrom(...BUILT_IN_TEXTS.flatMap((texts) => texts[kind]));
  const between = fc.string({ unit: 'grapheme', maxLength: 6 });
  const spelled = (kind: 'yes' | 'no') =>
    fc.tuple(answers(kind), fc.boolean()).map(([word, isLower]) => (isLower ? word.toLowerCase() : word));
  const parted = fc.constantFrom(' ', ', ', '/', '\n', '. ', '-', '\u00a0', ' or ', '');

  test('is never YES where both a yes and a no stand in it', () => {
    fc.assert(
      fc.property(
        fc.tuple(spelled('yes'), spelled('no'), between, between, parted, fc.boolean()),
        fc.constantFrom('en', 'de', 'fr', 'es', 'it'),
        fc.constantFrom<OptOutType | null>(null, 'START', 'HELP', 'STOP'),
        ([yes, no, before, after, parting, isYesFirst], language, optOutType) => {
          const both = isYesFirst ? `${yes}${parting}${no}` : `${no}${parting}${yes}`;
          expect(read(`${before} ${both} ${after}`, language, optOutType)).not.toBe('yes');
        },
      ),
    );
  });

  test('is YES only if a yes of some language is all of its letters', () => {
    const words = new Set(BUILT_IN_TEXTS.flatMap(({ yes }) => yes.map((word) => word.toLowerCase())));
    const noise = fc.string({ unit: fc.constantFrom('y', 's', '7', ' ', '.', '?', '👍', '\u0301', 'ß'), maxLength: 2 });
    fc.assert(
      fc.property(noise, spelled('yes'), noise, (before, word, after) => {
        const body = `${before}${word}${after}`;
        const letters = body
          .normalize('NFD')
          .replace(/[^\p{L}\p{N}\p{So}?]/gu, '')
          .toLowerCase();
        if (!words.has(letters)) expect(read(body)).not.toBe('yes');
      }),
    );
  });

  test('keeps its meaning with space and punctuation around it', () => {
    const around = fc.string({
      unit: fc.constantFrom(' ', '\n', '.', '!', '"', '’', '\u00a0', ',', '*'),
      maxLength: 4,
    });
    fc.assert(
      fc.property(around, around, fc.constantFrom('YES', 'no', 'Stop', 'START', 'maybe'), (before, after, word) => {
        expect(read(`${before}${word}${after}`)).toBe(read(word));
      }),
    );
  });
});

test('an answer of the built-in texts is no command', () => {
  expect(BUILT_IN_TEXTS.flatMap(({ yes, no }) => [...yes, ...no]).filter((word) => commandOf(word) !== null)).toEqual(
    [],
  );
});
