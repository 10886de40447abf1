/**
 * A test for a `like` pattern, in which `%` stands for any characters, also none, and all else for itself. Each part
 * is looked for once, from left to right: no pattern makes it slow.
 */
export function compileLike(pattern: string): (text: string) => boolean {
  const parts = pattern.split('%');
  const first = parts[0] ?? '';
  if (parts.length === 1) return (text) => text === first;
  const last = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}
