import type { Outcome } from '../../../core/domain/decision.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import { counted } from '../remote/words.ts';

/** What a replay came to. */
export interface ReplaySummary {
  /** Asks, Stripe's reports of them and tracked events; what was ignored is not among them. */
  readonly events: number;
  readonly authorizations: number;
  /** Null where features alone were replayed. */
  readonly outcomes: Readonly<Record<Outcome, number>> | null;
  readonly duplicates: number;
  /** Events that stood behind later ones in the file. */
  readonly late: number;
  readonly ignored: number;
  readonly unreadable: number;
  readonly seconds: number;
  /** Of the replay itself, reading included and sorting not. */
  readonly usPerEvent: number;
}

/** The summary in a line for people. */
export function summaryLine(summary: ReplaySummary): string {
  const { events, authorizations, outcomes, duplicates, late, ignored, unreadable, seconds, usPerEvent } = summary;
  const decided = outcomes ? ` (${outcomesLine(outcomes)})` : '';
  const besides = [
    counted(duplicates, 'duplicate'),
    `${sayCount(late)} late`,
    `${counted(ignored, 'line')} ignored`,
    `${sayCount(unreadable)} unreadable`,
  ];
  return [
    `${counted(authorizations, 'authorization')}${decided} in ${counted(events, 'event')}`,
    besides.join(', '),
    `${seconds.toFixed(1)} s, ${sayCount(Math.round(usPerEvent))} µs an event`,
  ].join('; ');
}

function outcomesLine({ approve, decline, challenge }: Readonly<Record<Outcome, number>>): string {
  return `${sayCount(approve)} approved, ${sayCount(decline)} declined, ${sayCount(challenge)} challenged`;
}

/** The summary as JSON. */
export function summaryJson(summary: ReplaySummary) {
  const { events, authorizations, outcomes, duplicates, late, ignored, unreadable, seconds, usPerEvent } = summary;
  return {
    events,
    authorizations,
    outcomes,
    duplicates,
    late,
    ignored,
    unreadable,
    seconds: Math.round(seconds * 1000) / 1000,
    us_per_event: Math.round(usPerEvent * 10) / 10,
  };
}
