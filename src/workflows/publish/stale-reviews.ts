import { limits } from '../../core/domain/limits.ts';
import type { Diagnostic } from '../../core/language/diagnostic.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import { locateRules } from '../../core/policy/locate-rules.ts';
import type { PublishPorts } from './ports.ts';
import type { RehearsedPolicy } from './rehearsal.ts';
import type { Versions } from './versions.ts';

const DAY_MS = 86_400_000;

/**
 * Warns of review rules that were live thirty days ago as they are now: a review is to find out something, and by then
 * it has. Says nothing where the version of that time can't be found.
 */
export async function staleReviews(
  policy: RehearsedPolicy,
  files: readonly PolicyFile[],
  { store, clock }: PublishPorts,
  versions: Versions,
): Promise<Diagnostic[]> {
  const reviews = policy.rules.filter(({ action, mode }) => action === 'review' && mode === 'live');
  if (reviews.length === 0) return [];
  const sinceMs = clock.nowMs() - limits.reviewRuleDays * DAY_MS;
  const history = await store.listActivations(limits.publishHistory);
  const then = history.find(({ atMs }) => atMs <= sinceMs);
  const before = then && (await versions.read(then.version))?.policy;
  if (!before) return [];
  const places = locateRules(files);
  return reviews.flatMap(({ id, text }): Diagnostic[] => {
    const old = before.rules.find((rule) => rule.id === id);
    const place = places.get(id);
    if (!place || old?.text !== text || old.mode !== 'live') return [];
    const message = `${id} has asked for reviews for more than ${limits.reviewRuleDays} days`;
    const hint = 'make it a block or an allow by what the reviews have found, or take it out';
    return [{ severity: 'warning', ...place, message, hint }];
  });
}
