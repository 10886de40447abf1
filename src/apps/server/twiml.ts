const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** TwiML that sends nothing: https://www.twilio.com/docs/messaging/twiml. */
export const NO_RESPONSE = `${HEAD}<Response/>`;

/** TwiML that answers a text with a text. */
export function messageResponse(text: string): string {
  return `${HEAD}<Response><Message>${escaped(text)}</Message></Response>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 has no place for most control characters, escaped or not. */
function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  );
}
