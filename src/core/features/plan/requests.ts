import { compileText, type KeptCode, type TextCode } from '../engine/conceal-kept.ts';
import type { Term } from '../term.ts';
import type { TimelineDefinition } from '../timeline/definition.ts';
import { compileColumn } from './columns.ts';
import type { Groups } from './groups.ts';
import type { Reach } from './reach.ts';
import type { EventScope } from './scope.ts';
import type { PlannedTimeline } from './timelines.ts';
import type { AggregateUse } from './uses.ts';

/** What one event asks of one timeline. */
export interface RequestPlan {
  readonly timeline: TimelineDefinition;
  /** The key, as one text; null where a part of it is. */
  readonly key: TextCode;
  /** What is written; null where it is only read. */
  readonly columns: readonly KeptCode[] | null;
  /** Where, among the event's requests, the same timeline is written; null where it is of another event. */
  readonly writing: number | null;
  readonly isRead: boolean;
  /** Whether what it gives is needed to write to another timeline. */
  readonly isReadToWrite: boolean;
}

/** A request, when it is made, and the aggregates that are read from what comes back. */
export interface PlannedRequest {
  readonly request: RequestPlan;
  readonly stage: number;
  readonly uses: readonly AggregateUse[];
}

/**
 * What an event asks: every timeline of its kind is written; with its own key it is read in the same step. All else
 * that its aggregates are over is read.
 */
export function planRequests(
  event: string,
  timelines: readonly PlannedTimeline[],
  { scope, reach, levels }: { readonly scope: EventScope; readonly reach: Reach; readonly levels: Groups['levels'] },
): readonly PlannedRequest[] {
  const needed = neededToWrite(event, timelines, reach);

  function planned(
    timeline: PlannedTimeline,
    uses: readonly AggregateUse[],
    writing: number | null,
    isWritten: boolean,
  ): PlannedRequest {
    const keys = isWritten ? timeline.keys : (uses[0]?.aggregate.keys.map(({ reader }) => reader) ?? []);
    const request = {
      timeline: timeline.definition,
      key: compileText(keys.map(scope.kept)),
      columns: isWritten ? timeline.columns.map((column) => compileColumn(column, scope)) : null,
      writing,
      isRead: uses.length > 0,
      isReadToWrite: uses.some((use) => needed.has(use)),
    };
    return { request, uses, stage: Math.max(isWritten ? timeline.stage : 0, ...uses.map(levels.stageOf)) };
  }

  const requests: PlannedRequest[] = [];
  for (const timeline of timelines) {
    const own = timeline.uses.filter(({ reader }) => reader === event);
    const byKey = Map.groupBy(own, ({ readerKeys }) => readerKeys.join(' '));
    let writing: number | null = null;
    if (timeline.definition.event === event) {
      writing = requests.length;
      // The writing first: what is read from the same timeline after it sees it.
      const sameKey = timeline.definition.keys.join(' ');
      requests.push(planned(timeline, byKey.get(sameKey) ?? [], writing, true));
      byKey.delete(sameKey);
    }
    for (const uses of byKey.values()) requests.push(planned(timeline, uses, writing, false));
  }
  return requests;
}

function neededToWrite(event: string, timelines: readonly PlannedTimeline[], reach: Reach): ReadonlySet<AggregateUse> {
  const needed = new Set<AggregateUse>();
  const written = timelines.filter(({ definition }) => definition.event === event);
  for (const { keys, columns } of written) {
    for (const term of [...keys, ...columns.flatMap(termsOf)]) for (const use of reach(term)) needed.add(use);
  }
  return needed;
}

function termsOf({ values, where }: { readonly values: readonly Term[]; readonly where: Term | null }) {
  return where ? [...values, where] : values;
}
