const WINDOW = /\blast\s+(\d+\s+[a-z]+)/g;

/** How far back a feature looks, by its definition in canonical form: `1 hour`, each once. */
export function windowsOf(definition: string): readonly string[] {
  return [...new Set([...definition.matchAll(WINDOW)].map(([, window = '']) => window.replace(/\s+/g, ' ')))];
}
