/** Why an alarm is over: it ended, or nobody is there any more for whom it stood. */
export type AlarmEnd = 'ended' | 'process_stopped' | 'process_gone';

/** What can happen to an alarm, in this order, but that it may be acknowledged before or after its end. */
export type AlarmEvent = 'raised' | 'acknowledged' | 'ended';

/** One time that an alarm stood, in one process of ours: its life. */
export interface Alarm {
  readonly id: string;
  /** Its name, e.g. `journal_unwritable`. */
  readonly alarm: string;
  /** The process, from its start to its end, and what people call it. */
  readonly process: string;
  readonly processName: string;
  readonly raisedAtMs: number;
  /** Null while it stands. */
  readonly endedAtMs: number | null;
  readonly endReason: AlarmEnd | null;
  /** How often it was raised while it stood, and the detail of the last time. */
  readonly times: number;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly acknowledgedAtMs: number | null;
  /** The id of the key that did. */
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}
