import { parse } from 'tldts';
import { limits } from '../domain/limits.ts';
import { plainWord } from './plain-word.ts';
import { commandOf } from './reply.ts';
import { beyondGsm } from './segments.ts';
import type { ChallengeTexts } from './texts.ts';

const SCHEME = /[a-z][a-z0-9+]*:\/\/|\bwww\./giu;
const HOST = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[/:?#]\S*)?/gu;
const DOTS = /[。．｡]/gu;

// Phones make what may be called, or written to, something to tap on.
const NUMBER = /\p{N}(?:\p{N}| (?=\p{N})){4,}/gu;

// Of a language that a cardholder may read as well.
const ANSWERS = ['yes', 'no', 'reply'];

// Letters that are no letter and an accent, and have no place in the GSM alphabet.
const WHOLE: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Œ: 'OE', œ: 'oe', ẞ: 'ß' };

/**
 * A merchant's name as a text shows it: letters, digits and single spaces, few of them; no link, no telephone number,
 * and no word that an answer could be: else whoever names a shop writes in our messages. Letters beyond the GSM
 * alphabet lose their accents. Where nothing is left it is the texts' word for a merchant.
 */
export function merchantName(name: string | null, texts: Pick<ChallengeTexts, 'merchant' | 'yes' | 'no'>): string {
  const answers = new Set([...texts.yes, ...texts.no, ...ANSWERS].map(plainWord));
  const isHarmless = (word: string) => commandOf(word) === null && !answers.has(plainWord(word));
  const plain = plainest(withoutLinks((name ?? '').normalize('NFKC').replace(/\p{Cf}/gu, '')))
    .replace(/['’`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(NUMBER, ' ');
  const harmless = (text: string) => text.split(' ').filter((word) => word !== '' && isHarmless(word));
  const cut = [...harmless(plain).join(' ')].slice(0, limits.maxChallengeMerchantLetters).join('');
  // A longer word may have become one of those by the cut.
  return harmless(cut).join(' ') || texts.merchant;
}

/** Of `https://www.shop.example.com/pay` the name `example` is left; what ends in no known domain is no link. */
function withoutLinks(name: string): string {
  return name
    .replace(DOTS, '.')
    .replace(SCHEME, ' ')
    .replace(HOST, (host) => {
      const { isIcann, publicSuffix, hostname } = parse(host);
      if (!isIcann || publicSuffix === null || hostname === null) return host;
      // As it was written: the parser writes all of it small.
      const labels = host.slice(0, hostname.length - publicSuffix.length).split('.');
      return ` ${labels.at(-2) ?? ''} `;
    });
}

/** Each letter that the GSM alphabet lacks without its accents. Letters of other scripts stay as they are. */
function plainest(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => (beyondGsm(letter) === null ? letter : (WHOLE[letter] ?? letter.normalize('NFD'))))
    .join('')
    .replace(/\p{M}/gu, '');
}
