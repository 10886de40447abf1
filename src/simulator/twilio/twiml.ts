const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The texts that an answer in TwiML asks to send back: `<Response><Message>…</Message></Response>`. */
export function messagesIn(twiml: string): readonly string[] {
  return [...twiml.matchAll(/<Message(?:\s[^>]*)?>([\s\S]*?)<\/Message>/g)]
    .map(([, inside = '']) => /<Body>([\s\S]*?)<\/Body>/.exec(inside)?.[1] ?? inside)
    .map((text) => unescaped(text).trim())
    .filter((text) => text !== '');
}

function unescaped(text: string): string {
  return text
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
    )
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}
