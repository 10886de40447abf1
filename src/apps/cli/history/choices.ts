import { limits } from '../../../core/domain/limits.ts';
import { chooseWindow as chooseFrom } from '../../../core/history/choose-window.ts';
import type { LabelKind } from '../../../core/history/truth.ts';
import type { Window } from '../../../core/history/window.ts';
import type { HistoryAbout } from '../../../workflows/history/source.ts';
import { type Arguments, UsageError } from '../command.ts';
import { numberOption, wordOption } from '../options.ts';
import { NO_TIME, timeOption } from '../remote/when.ts';
import { counted, minute } from '../remote/words.ts';

/** What may be said of a history, beside its file: which part of it is judged, by which labels. */
export interface HistoryChoices {
  /** As they were typed: a time, or so long before the newest row. */
  readonly from: string | null;
  readonly to: string | null;
  /** Null: `known` where the history holds disputes, else `final`. */
  readonly labels: LabelKind | null;
  readonly maturityMs: number;
}

/** The options that `historyChoices` reads. */
export const CHOICE_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  labels: { type: 'string' },
  'maturity-days': { type: 'string' },
} as const;

const DAY_MS = 86_400_000;
const WINDOW_DAYS = limits.historyWindowMs / DAY_MS;
const MATURITY_DAYS = limits.historyMaturityMs / DAY_MS;

/** What `--help` says of them. */
export const CHOICE_HELP = `\
  --from TIME        what is judged begins here: 2026-03-01, 2026-03-01T18:00Z, or so long ago, 90d, counted from the
                     newest row (with live: from now)
  --to TIME          and ends before this. Without them: ${WINDOW_DAYS} days that end ${MATURITY_DAYS} days before the
                     newest row, so that disputes had time to come
  --labels KIND      known: what was disputed by the newest row is fraud (where rows have disputes, the default);
                     final: what is_fraud says
  --maturity-days N  how old a row must be before its silence counts as good (${MATURITY_DAYS})`;

/** Reads them. Throws UsageError. */
export function historyChoices(values: Arguments['values']): HistoryChoices {
  // Whether they are times is told before a long file is looked at; from when they are counted, only afterwards.
  for (const name of ['from', 'to'] as const) timeOption(name, values[name], 0, 'ago');
  const days = numberOption('maturity-days', values['maturity-days'], MATURITY_DAYS, 0, 730);
  return {
    from: typeof values.from === 'string' ? values.from : null,
    to: typeof values.to === 'string' ? values.to : null,
    labels:
      values.labels === undefined ? null : wordOption<LabelKind>('labels', values.labels, 'known', ['known', 'final']),
    maturityMs: days * DAY_MS,
  };
}

/** The window that was chosen, or why there is nothing to judge in it. */
export type ChosenWindow =
  | { readonly window: Window; readonly note: string | null }
  | { readonly window: null; readonly problem: string };

/**
 * The part of a history to judge. Where rows are in it for a part of the time only, a note says so; where there is
 * none, the problem says what the history covers and which options would do. Throws UsageError where it ends before it
 * begins.
 */
export function chooseWindow(
  name: string,
  { rows, firstMs, newestMs }: Pick<HistoryAbout, 'rows' | 'firstMs' | 'newestMs'>,
  choices: HistoryChoices,
): ChosenWindow {
  const chosen = chooseFrom({ firstMs, newestMs }, wantedOf(newestMs ?? 0, choices), choices.maturityMs);
  if (chosen.kind === 'no_rows' || firstMs === null || newestMs === null) {
    return { window: null, problem: `${name} holds no row that can be read` };
  }
  const { window } = chosen;
  const { fromMs, toMs } = window;
  if (fromMs >= toMs) {
    const end = choices.to === null ? `; without --to it ends ${daysOf(choices.maturityMs)} before the newest row` : '';
    throw new UsageError(`${NO_TIME}: the window would go from ${sayMinute(fromMs)} to ${sayMinute(toMs)}${end}`);
  }
  const covered = `${name} holds ${counted(rows, 'row')} from ${sayMinute(firstMs)} to ${sayMinute(newestMs)} (UTC)`;
  if (chosen.kind === 'bad_window') {
    const isDefault = choices.from === null && choices.to === null;
    const wanted = isDefault
      ? `the ${daysOf(toMs - fromMs)} that end ${daysOf(choices.maturityMs)} before its newest row`
      : 'what was chosen';
    const problem = `${covered}: none is in ${wanted}, ${sayMinute(fromMs)} to ${sayMinute(toMs)}`;
    return { window: null, problem: `${problem}\n${advice(firstMs, newestMs, choices)}` };
  }
  const isPartly = choices.from === null && firstMs > fromMs;
  const note = isPartly
    ? `${covered}: of the ${daysOf(toMs - fromMs)} judged it covers the last ${daysOf(toMs - firstMs)}`
    : null;
  return { window, note };
}

/** The ends that were chosen; a span counts back from the newest row. */
function wantedOf(newestMs: number, { from, to }: HistoryChoices): Partial<Window> {
  const at = (name: 'from' | 'to', given: string | null) =>
    given === null ? null : timeOption(name, given, newestMs, 'ago');
  const [fromTime, toTime] = [at('from', from), at('to', to)];
  return { ...(fromTime && { fromMs: Date.parse(fromTime) }), ...(toTime && { toMs: Date.parse(toTime) }) };
}

/** Options that judge all there is. */
function advice(firstMs: number, newestMs: number, { labels, maturityMs }: HistoryChoices): string {
  const matureMs = labels === 'final' ? newestMs : newestMs - maturityMs;
  const from = `--from ${dayOf(firstMs)}`;
  const to = (atMs: number) => `--to ${dayOf(atMs + DAY_MS)}`;
  if (firstMs < matureMs - DAY_MS) return `try: ${from} ${to(matureMs - DAY_MS)}`;
  const all = `try: ${from} ${to(newestMs)}`;
  return `${all} --maturity-days 0, if disputes are known by now, or --labels final, if the rows have is_fraud`;
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

function sayMinute(atMs: number): string {
  return minute(new Date(atMs).toISOString());
}

function daysOf(ms: number): string {
  return counted(Math.round((ms / DAY_MS) * 10) / 10, 'day');
}
