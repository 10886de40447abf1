// Characters of XML 1.0: https://www.w3.org/TR/xml/#charsets
const FOREIGN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const TOKEN = /<\?xml [^<>]*\?>|<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|[^<]+/gy;

/** The names of all elements of an XML text, in their order. Throws where it is not well-formed, as far as we write it. */
export function tagsOf(xml: string): string[] {
  if (FOREIGN.test(xml) || !xml.isWellFormed()) throw new Error('a character that XML does not have');
  if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(xml)) throw new Error('an entity that there is not');
  const open: string[] = [];
  const tags: string[] = [];
  let length = 0;
  for (const [token, isEnd, name, , isEmpty] of xml.matchAll(TOKEN)) {
    length += token.length;
    if (token.includes(']]>')) throw new Error(']]> in a text');
    if (name === undefined) continue;
    if (isEnd) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    tags.push(name);
    if (!isEmpty) open.push(name);
  }
  if (length !== xml.length || open.length > 0) throw new Error(`stuck at ${xml.slice(length, length + 40)}`);
  return tags;
}
