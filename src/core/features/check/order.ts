import { limits } from '../../domain/limits.ts';
import { type Dependency, dependenciesOf } from './dependencies.ts';
import type { Faults } from './faults.ts';
import type { DeclaredFeature, EventScope } from './scope.ts';

interface Step {
  readonly feature: DeclaredFeature;
  readonly dependencies: readonly Dependency[];
  next: number;
  /** How many features are computed one from another, up to this one. */
  length: number;
}

/**
 * All features, each after those that it needs, of its own event and of others; else in the order in which they stand.
 * A circle is reported where it closes, and what stands on it is left out. So is what ends too long a chain: what comes
 * after may follow a chain without asking how long it is.
 */
export function orderFeatures(scopes: ReadonlyMap<string, EventScope>, faults: Faults): readonly DeclaredFeature[] {
  const ordered = new Map<DeclaredFeature, number>();
  const inCircle = new Set<DeclaredFeature>();
  // By hand, not by recursion: a chain of features may be longer than the stack is deep.
  const path: Step[] = [];
  const open = new Map<DeclaredFeature, number>();

  function enter(feature: DeclaredFeature): void {
    open.set(feature, path.length);
    path.push({ feature, dependencies: dependenciesOf(feature, scopes), next: 0, length: 1 });
  }

  function follow(step: Step, { feature, span }: Dependency): void {
    const start = open.get(feature);
    const report = faults.of(step.feature.source);
    // Each circle costs a walk along it; where enough of them were told there is no program anyway.
    if (report.isFull()) return;
    if (start === undefined) {
      const length = ordered.get(feature);
      if (length !== undefined) step.length = Math.max(step.length, length + 1);
      else if (!inCircle.has(feature)) enter(feature);
      return;
    }
    const circle = path.slice(start).map((on) => on.feature);
    for (const on of circle) inCircle.add(on);
    const message = circleText([...circle, feature]);
    report.error(span, message, hintAt(circle, scopes));
  }

  for (const { features } of scopes.values()) {
    for (const feature of features.values()) {
      if (!ordered.has(feature) && !inCircle.has(feature)) enter(feature);
      for (let step = path.at(-1); step; step = path.at(-1)) {
        const dependency = step.dependencies[step.next++];
        if (dependency) {
          follow(step, dependency);
          continue;
        }
        path.pop();
        open.delete(step.feature);
        if (!inCircle.has(step.feature)) ordered.set(step.feature, step.length);
        const before = path.at(-1);
        if (before) before.length = Math.max(before.length, step.length + 1);
      }
    }
  }
  for (const [{ declaration, source }, length] of ordered) {
    if (length !== limits.maxFeatureChain + 1) continue;
    const message = `more than ${limits.maxFeatureChain} features are computed one from another`;
    faults.of(source).error(declaration.nameSpan, `${message}, up to ${declaration.name}`, 'compute it from fewer');
  }
  return [...ordered].flatMap(([feature, length]) => (length <= limits.maxFeatureChain ? [feature] : []));
}

const LONGEST_CHAIN = 8;

function circleText(chain: readonly DeclaredFeature[]): string {
  const isOneEvent = chain.every(({ event }) => event === chain[0]?.event);
  const names = chain.map(({ event, declaration: { name } }) => (isOneEvent ? name : `${event}.${name}`));
  if (names.length === 2) return `${names[0]} is computed from itself`;
  const shown = names.length > LONGEST_CHAIN ? [...names.slice(0, LONGEST_CHAIN - 1), '…', names.at(-1)] : names;
  return `${names[0]} is computed from itself: ${shown.join(' → ')}`;
}

function hintAt(circle: readonly DeclaredFeature[], scopes: ReadonlyMap<string, EventScope>): string | undefined {
  const [only] = circle;
  if (!only || circle.length > 1 || scopes.get(only.event)?.builtIn) return 'one of them must do without the other';
  const { name } = only.declaration;
  return `if the input ${name} is meant, give one of them another name, e.g. raw_${name} := $.${name} as string?`;
}
