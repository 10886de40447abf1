import type { BacktestRequest, PolicyVersion } from '../../../sdk/index.ts';
import { sayTime } from '../parts/say-time.ts';
import { type Draft, toSend } from '../workspace/draft.ts';
import type { StartSearch } from './search.ts';

/** What of a run is chosen, as fields hold it; an empty text is "nothing chosen". */
export interface Settings {
  /** `live`, `draft`, or a version. */
  readonly policy: string;
  readonly against: string;
  readonly profile: string;
  /** Days of UTC, `2026-08-31`, or moments in them, `2026-08-31T12:00`. */
  readonly from: string;
  readonly to: string;
  readonly labels: '' | 'known' | 'final';
  readonly velocity: 'replay' | 'counterfactual';
  readonly isRecounted: boolean;
  /** A number of days as it is typed. */
  readonly maturity: string;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What is chosen before anybody chooses: what the address says. */
export function startSettings(search: StartSearch): Settings {
  const { policy = 'live', against = '', profile = '', from = '', to = '', labels = '', velocity = 'replay' } = search;
  const { recount: isRecounted = false, maturity = '' } = search;
  return { policy, against, profile, from, to, labels, velocity, isRecounted, maturity: String(maturity) };
}

/** The policies that can be chosen. What is chosen is among them, though it be old, or the draft not read yet. */
export function choicesOf(
  versions: readonly Pick<PolicyVersion, 'version' | 'note' | 'created_at'>[],
  draft: Draft | null,
  chosen: readonly string[],
): readonly Choice[] {
  const known: Choice[] = [
    { value: 'live', label: 'what is in force' },
    ...(draft || chosen.includes('draft') ? [{ value: 'draft', label: 'the draft in the editor' }] : []),
    ...versions.map(({ version, note, created_at: at }) => ({
      value: version,
      label: [version, sayTime(new Date(at)), ...(note ? [note.slice(0, 60)] : [])].join(' · '),
    })),
  ];
  const missing = chosen.filter((value) => value !== '' && !known.some((choice) => choice.value === value));
  return [...known, ...missing.map((value) => ({ value, label: value }))];
}

/** The profiles that can be chosen; the one that is stays among them, so that its fault is told by the service. */
export function profilesOf(names: readonly string[], chosen: string): readonly Choice[] {
  const all = chosen === '' || names.includes(chosen) ? names : [...names, chosen];
  return all.toSorted().map((name) => ({ value: name, label: name }));
}

/** What stands for a choice in a request; null: the draft is not there, or not yet. */
export function policyOf(choice: string, draft: Draft | null): NonNullable<BacktestRequest['policy']> | null {
  if (choice !== 'draft') return choice;
  return draft && toSend(draft.files);
}

/** The request for what is chosen; null: a draft is chosen that is not there, or not yet. */
export function requestOf(settings: Settings, draft: Draft | null): BacktestRequest | null {
  const { policy, against, profile, from, to, labels, velocity, isRecounted, maturity } = settings;
  const tried = policyOf(policy, draft);
  const other = against === '' ? undefined : policyOf(against, draft);
  if (tried === null || other === null) return null;
  return {
    policy: tried,
    ...(other !== undefined && { against: other }),
    ...(profile !== '' && { profile }),
    ...(from !== '' && { from: timeOf(from) }),
    ...(to !== '' && { to: timeOf(to) }),
    ...(labels !== '' && { labels }),
    velocity,
    ...(isRecounted && { recount: true }),
    ...(maturity !== '' && { maturity_days: Number(maturity) }),
  };
}

/** Whether a field holds a day, and no moment in it. */
export function isDay(text: string): boolean {
  return !text.includes('T');
}

function timeOf(text: string): string {
  return new Date(isDay(text) ? text : `${text}Z`).toISOString();
}
