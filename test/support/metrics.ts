/** One line of a scrape. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;

/** All series of Prometheus's text format; throws at a line that is none. */
export function seriesOf(text: string): Series[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined) throw new Error(`no line of a scrape: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}

/** The value of the one series of this name and these labels; undefined without one. */
export function seriesValue(
  series: readonly Series[],
  name: string,
  labels: Series['labels'] = {},
): number | undefined {
  const keys = Object.keys(labels);
  return series.find(
    (found) =>
      found.name === name &&
      Object.keys(found.labels).length === keys.length &&
      keys.every((key) => found.labels[key] === labels[key]),
  )?.value;
}
