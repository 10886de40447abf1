const CHECKS = new Map([
  ['pass', 'match'],
  ['fail', 'mismatch'],
]);

/** Radar's values that have another name here, by the attribute here; in lower case, as they compare without case. */
export const VALUE_ALIASES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['cvc_check', CHECKS],
  ['expiry_check', CHECKS],
  ['address_zip_check', CHECKS],
  ['address_line1_check', CHECKS],
  ['card_brand', new Map([['mc', 'Mastercard']])],
  ['digital_wallet', new Map([['android_pay', 'google_pay']])],
]);
