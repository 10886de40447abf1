import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CATALOGUE, type MetricKind } from '../../src/adapters/metrics/catalogue.ts';

const text = z.string().min(1);
const duration = z.string().regex(/^\d+[smhd]$/);
// https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
const rule = z.strictObject({
  alert: z.string().regex(/^[A-Z]\w+$/),
  expr: text,
  for: duration.optional(),
  labels: z.record(z.string().regex(/^[a-z_]+$/), text),
  annotations: z.record(z.string().regex(/^[a-z_]+$/), text),
});
const file = z.strictObject({
  groups: z.array(z.strictObject({ name: text, rules: z.array(rule) })).min(1),
});

const source = readFileSync('docs/alerts.yaml', 'utf8');
const rules = file.parse(parse(source)).groups.flatMap((group) => group.rules);
const cases = rules.map((found) => [found.alert, found] as const);
const catalogue: Readonly<Record<string, MetricKind>> = CATALOGUE;
/** What Prometheus itself puts on every series, and what histograms have. */
const ALWAYS = ['instance', 'job'];
const alarmNames = [...readFileSync('src/core/decision/ports.ts', 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(
  (match) => match[1] ?? '',
);

function kindOf(name: string): { kind: MetricKind; labels: readonly string[] } | null {
  const own = catalogue[name];
  if (own && own.type !== 'histogram') return { kind: own, labels: own.labels };
  const [, base = '', part = ''] = /^(\w+)_(bucket|sum|count)$/.exec(name) ?? [];
  const kind = catalogue[base];
  if (kind?.type !== 'histogram') return null;
  return { kind, labels: [...kind.labels, ...(part === 'bucket' ? ['le'] : [])] };
}

/** Every metric that an expression reads, with the labels that stand in its braces. */
function metricsOf(expr: string): { name: string; labels: string[] }[] {
  return [...expr.matchAll(/\b([a-z]+_[a-z_]+)(?:\{([^}]*)\})?/g)]
    .filter(([, name = '']) => !['histogram_quantile'].includes(name))
    .filter(([whole, name = '']) => name.startsWith('countersign_') || whole.includes('{'))
    .map(([, name = '', braces = '']) => ({
      name,
      labels: [...braces.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map((match) => match[1] ?? ''),
    }));
}

describe('docs/alerts.yaml', () => {
  test('has rules that each have a name of their own, a severity and a summary', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { labels, annotations, alert } of rules) {
      expect(['warning', 'critical'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toBeDefined();
    }
  });

  test.each(cases)('%s reads metrics and labels that there are', (_name, { expr, annotations }) => {
    const used = metricsOf(expr);
    expect(used.length).toBeGreaterThan(0);
    const known = used.map(({ name, labels }) => {
      const found = kindOf(name);
      expect(found, `no metric is called ${name}`).not.toBeNull();
      for (const label of labels) expect([...(found?.labels ?? []), ...ALWAYS], name).toContain(label);
      return found?.labels ?? [];
    });
    const all = [...known.flat(), ...ALWAYS];
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap((match) => (match[1] ?? '').split(/,\s*/));
    const said = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map((match) => match[1] ?? '');
    expect([...grouped, ...said].filter((label) => !all.includes(label))).toEqual([]);
    // What an aggregation left out can't be said.
    if (grouped.length > 0) expect(said.filter((label) => !grouped.includes(label))).toEqual([]);
    expect(balanced(expr)).toBe(true);
  });

  test('counters are read by their rate, and nothing else is', () => {
    for (const { expr, alert } of rules) {
      for (const { name } of metricsOf(expr)) {
        const kind = kindOf(name)?.kind.type;
        const isRated = new RegExp(`(rate|increase)\\(${name}\\b`).test(expr);
        expect(isRated, `${alert}: ${name}`).toBe(kind !== 'gauge');
      }
    }
  });

  test('every alarm has its rule: the loud ones by name, and all of them by the generic one', () => {
    const generic = rules.find(({ alert }) => alert === 'CountersignAlarm');
    expect(generic?.expr).toBe('max by (instance, alarm) (countersign_alarm) == 1');
    const named = rules.flatMap(({ expr }) =>
      [...expr.matchAll(/alarm=~?"([^"]+)"/g)].flatMap((match) => (match[1] ?? '').split('|')),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !alarmNames.includes(name))).toEqual([]);
  });

  test('what Stripe says of our answers is loud at once, and what is work for the day is not', () => {
    const loud = rules.find(({ alert }) => alert === 'CountersignAlarmLoud');
    expect(loud?.labels.severity).toBe('critical');
    expect(loud?.for).toBeUndefined();
    const names = /alarm=~"([^"]+)"/.exec(loud?.expr ?? '')?.[1]?.split('|') ?? [];
    expect(names).toEqual(expect.arrayContaining(['answer_refused', 'answer_too_late', 'answer_not_taken']));
    expect(names.filter((name) => ['capture_forced', 'jobs_dead', 'declines_surged'].includes(name))).toEqual([]);
  });

  test('every value of a label that is known by name is one that there is', () => {
    const values = (label: string) =>
      rules.flatMap(({ expr }) =>
        [...expr.matchAll(new RegExp(`\\b${label}(?:=~|!=|=)"([^"]+)"`, 'g'))].flatMap((match) =>
          (match[1] ?? '').split('|'),
        ),
      );
    const counting = ['src/adapters/metrics/counting.ts', 'src/core/domain/ask-reason.ts']
      .map((path) => readFileSync(path, 'utf8'))
      .join();
    for (const label of ['reason', 'cause', 'stage', 'door', 'outcome']) {
      expect(
        values(label).filter((value) => !new RegExp(`\\b${value}\\b`).test(counting)),
        label,
      ).toEqual([]);
    }
  });
});

function balanced(expr: string): boolean {
  let depth = 0;
  for (const sign of expr.replace(/"[^"]*"/g, '')) {
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
