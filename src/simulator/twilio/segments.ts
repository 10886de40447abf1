// GSM 03.38: the letters that fit into seven bits, and those that take two places.
const PLAIN =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmnopqrstuvwxyzäöñüà';
const DOUBLE = '^{}\\[~]|€\f';

/** How many text messages a text is sent as: one holds 160 places, or 70 where a letter doesn't fit into seven bits. */
export function segmentsOf(text: string): number {
  let places = 0;
  for (const letter of text) {
    if (DOUBLE.includes(letter)) places += 2;
    else if (PLAIN.includes(letter)) places += 1;
    else return parts(text.length, 70, 67);
  }
  return parts(places, 160, 153);
}

/** One that is cut carries in each part a header, so that the parts hold less. */
function parts(places: number, alone: number, each: number): number {
  return places <= alone ? 1 : Math.ceil(places / each);
}
