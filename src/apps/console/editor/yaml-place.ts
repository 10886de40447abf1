/** A step down into a YAML file: a key of a map, or an item of a list. */
export type Step = string | typeof ITEM;
export const ITEM = Symbol('item');

/** Where in a YAML file somebody writes. */
export interface YamlPlace {
  /** The way to the map or list that one is in. */
  readonly path: readonly Step[];
  /** The key whose value one writes; null where one writes a key, or an item of a list. */
  readonly key: string | null;
  /** What stands there so far, and where it begins. */
  readonly written: string;
  readonly from: number;
  /** Keys that stand beside it. */
  readonly siblings: readonly string[];
}

const LINE =
  /^(?<indent> *)(?<dashes>(?:- +)*)(?:(?<key>[\w.$-]+|"[^"]*"|'[^']*'):(?=\s|$)(?<gap> *)(?<value>.*)|(?<bare>.*))$/;

interface Line {
  readonly indent: number;
  /** The columns of the dashes before the key. */
  readonly dashes: readonly number[];
  readonly key: string | null;
  readonly value: string;
  /** The column of the key, or of what stands there instead. */
  readonly column: number;
  readonly valueAt: number;
}

/** Where in a YAML file this offset is, by the indentation above it: it wants no file that is whole. */
export function yamlPlace(text: string, offset: number): YamlPlace {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = readLine(text.slice(start, offset));
  const above = text.slice(0, Math.max(0, start - 1)).split('\n');
  const base = pathTo(above, line);
  const siblings = keysAt(above, line, text.slice(offset).split('\n').slice(1));
  if (line.key === null) {
    const flow = flowPlace(line.value, start + line.valueAt, [...base, ...itemsOf(line)]);
    return (
      flow ?? {
        path: [...base, ...itemsOf(line)],
        key: null,
        written: line.value,
        from: start + line.valueAt,
        siblings,
      }
    );
  }
  const path = [...base, ...itemsOf(line)];
  const flow = flowPlace(line.value, start + line.valueAt, [...path, line.key]);
  return flow ?? { path, key: line.key, written: line.value, from: start + line.valueAt, siblings };
}

function itemsOf({ dashes }: Line): Step[] {
  return dashes.map(() => ITEM);
}

function readLine(text: string): Line {
  const groups = LINE.exec(text)?.groups ?? {};
  const { indent = '', dashes = '', key, gap = '', value = '', bare = '' } = groups;
  const column = indent.length + dashes.length;
  const columns = [...dashes.matchAll(/-/g)].map(({ index }) => indent.length + index);
  if (key === undefined)
    return { indent: indent.length, dashes: columns, key: null, value: bare, column, valueAt: column };
  const valueAt = column + key.length + 1 + gap.length;
  return { indent: indent.length, dashes: columns, key: key.replace(/^["']|["']$/g, ''), value, column, valueAt };
}

/** The steps to what is less indented than this line, from the outermost in. */
function pathTo(above: readonly string[], line: Line): Step[] {
  const steps: Step[] = [];
  let column = line.dashes[0] ?? line.column;
  let isItem = line.dashes.length > 0;
  for (const text of above.toReversed()) {
    if (/^\s*(#.*)?$/.test(text)) continue;
    const parent = readLine(text);
    if (parent.key !== null && (isItem ? parent.column <= column : parent.column < column) && parent.value === '') {
      steps.unshift(parent.key);
      column = parent.column;
      isItem = false;
    } else if (parent.indent >= column && parent.column >= column) {
      const dash = isItem ? undefined : parent.dashes.find((at) => at < column);
      if (dash === undefined) continue;
    }
    const inner = parent.dashes.findLast((at) => at < column);
    if (!isItem && inner !== undefined && inner < column) {
      for (const at of parent.dashes.toReversed()) {
        if (at >= column) continue;
        steps.unshift(ITEM);
        column = at;
        isItem = true;
      }
    }
    if (column === 0 && !isItem) break;
  }
  return steps;
}

/** Keys of the same map, above and below. */
function keysAt(above: readonly string[], line: Line, below: readonly string[]): string[] {
  const keys: string[] = [];
  for (const [lines, isAbove] of [
    [above.toReversed(), true],
    [below, false],
  ] as const) {
    if (isAbove && line.dashes.length > 0) continue;
    for (const text of lines) {
      if (/^\s*(#.*)?$/.test(text)) continue;
      const other = readLine(text);
      if (other.indent < line.column && other.column < line.column) break;
      const isStart = other.dashes.length > 0 && other.column === line.column;
      if (!isAbove && isStart) break;
      if (other.column === line.column && other.key !== null) keys.push(other.key);
      if (isStart || other.column < line.column) break;
    }
  }
  return keys;
}

/** Where within `{ a: 1, b` somebody writes; null where no bracket is open. */
function flowPlace(value: string, valueAt: number, path: readonly Step[]): YamlPlace | null {
  const open: { readonly bracket: string; key: string | null; at: number; keys: string[] }[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charAt(at);
    const top = open.at(-1);
    if (unit === '"' || unit === "'") {
      const end = value.indexOf(unit, at + 1);
      if (end === -1) break;
      at = end;
    } else if (unit === '{' || unit === '[') open.push({ bracket: unit, key: null, at: at + 1, keys: [] });
    else if (unit === '}' || unit === ']') open.pop();
    else if (unit === ',' && top) Object.assign(top, { key: null, at: at + 1 });
    else if (unit === ':' && top?.bracket === '{' && top.key === null && /\s|$/.test(value.charAt(at + 1))) {
      const key = value.slice(top.at, at).trim();
      top.keys.push(key);
      Object.assign(top, { key, at: at + 1 });
    }
  }
  const top = open.at(-1);
  if (!top) return null;
  const steps = open.flatMap(({ bracket, key }, depth): Step[] => {
    const inner = depth < open.length - 1 && key !== null ? [key] : [];
    return bracket === '[' ? [ITEM] : inner;
  });
  const blanks = /^\s*/.exec(value.slice(top.at))?.[0].length ?? 0;
  const from = top.at + blanks;
  const siblings = top.key === null ? top.keys : top.keys.slice(0, -1);
  return { path: [...path, ...steps], key: top.key, written: value.slice(from), from: valueAt + from, siblings };
}
