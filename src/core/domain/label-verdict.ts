import type { Label, LabelSource, LabelVerdict } from './label.ts';

/** How much a label counts, from least to most. */
export const LABEL_STRENGTHS = ['weak', 'moderate', 'strong', 'decisive'] as const;
export type LabelStrength = (typeof LABEL_STRENGTHS)[number];

type Judged = Pick<Label, 'verdict' | 'source' | 'ref' | 'knownAtMs' | 'detail'>;

/** What is to be taken for true of an authorization. */
export interface LabelledAs {
  readonly verdict: Exclude<LabelVerdict, 'withdrawn'>;
  readonly source: LabelSource;
  readonly strength: LabelStrength;
  readonly knownAtMs: number;
  /** Somebody else says the opposite, and more than hints at it. */
  readonly isContested: boolean;
}

const STRENGTH_OF: Readonly<Record<LabelSource, LabelStrength>> = {
  review: 'decisive',
  dispute: 'strong',
  challenge: 'strong',
  import: 'moderate',
  fraud_warning: 'weak',
};

const CLOSED_WITHOUT_PROOF = ['lost', 'expired'];

/**
 * How much a label counts (docs/labels.md has the reasons): a reviewer who looked, or a card network that ruled for the
 * cardholder, decides; the cardholder's own word is strong, in a dispute or in answer to a challenge; a file, and a
 * dispute that was lost or never sent, say less; a warning about the card hints.
 */
export function strengthOf({ source, detail }: Pick<Label, 'source' | 'detail'>): LabelStrength {
  if (source === 'dispute' && detail.status === 'won') return 'decisive';
  if (source === 'dispute' && CLOSED_WITHOUT_PROOF.includes(String(detail.status))) return 'moderate';
  return STRENGTH_OF[source];
}

/**
 * What the labels of an authorization come to, in whatever order they stand: of each source and reference its latest
 * word; of those the strongest, and of equally strong ones the latest. A withdrawn one says nothing. Null where nobody
 * says anything. With `atMs` only what was known then counts: no backtest sees the future.
 */
export function verdictOf(labels: readonly Judged[], atMs = Number.POSITIVE_INFINITY): LabelledAs | null {
  const said = standing(labels.filter(({ knownAtMs }) => knownAtMs <= atMs));
  const [first] = said;
  if (!first) return null;
  const { source, knownAtMs } = first;
  const verdict = first.verdict === 'legitimate' ? 'legitimate' : 'fraud';
  const isContested = said.some((label) => label.verdict !== first.verdict && strengthOf(label) !== 'weak');
  return { verdict, source, strength: strengthOf(first), knownAtMs, isContested };
}

/** The latest word of each source and reference, the one that counts most first; without those taken back. */
function standing(labels: readonly Judged[]): Judged[] {
  const latest = [...Map.groupBy(labels, ({ source, ref }) => `${source} ${ref}`).values()].flatMap((words) => {
    const [last, ...before] = words.toSorted(laterWordFirst);
    if (!last) return [];
    // What is said again was known when it was said first.
    const isSame = (word: Judged) => word.verdict === last.verdict && strengthOf(word) === strengthOf(last);
    const other = before.findIndex((word) => !isSame(word));
    return (other === -1 ? before : before.slice(0, other)).at(-1) ?? last;
  });
  return latest.filter(({ verdict }) => verdict !== 'withdrawn').sort(weightierFirst);
}

/**
 * Since when these labels have said fraud without a break, by the first of their references that still does; null where
 * none does.
 */
export function fraudSince(labels: readonly Judged[]): Pick<Judged, 'ref' | 'knownAtMs'> | null {
  const standing = [...Map.groupBy(labels, ({ source, ref }) => `${source} ${ref}`).values()].flatMap((words) => {
    const latestFirst = words.toSorted(laterWordFirst);
    const other = latestFirst.findIndex(({ verdict }) => verdict !== 'fraud');
    return (other === -1 ? latestFirst : latestFirst.slice(0, other)).at(-1) ?? [];
  });
  const [first] = standing.sort((one, other) => one.knownAtMs - other.knownAtMs || (one.ref < other.ref ? -1 : 1));
  return first ?? null;
}

/** Of two words of the same moment that which takes back, then that which warns. */
const CAUTION: readonly LabelVerdict[] = ['withdrawn', 'fraud', 'legitimate'];

function laterWordFirst(one: Judged, other: Judged): number {
  return (
    other.knownAtMs - one.knownAtMs ||
    CAUTION.indexOf(one.verdict) - CAUTION.indexOf(other.verdict) ||
    rank(other) - rank(one)
  );
}

function weightierFirst(one: Judged, other: Judged): number {
  return (
    rank(other) - rank(one) ||
    other.knownAtMs - one.knownAtMs ||
    CAUTION.indexOf(one.verdict) - CAUTION.indexOf(other.verdict) ||
    `${one.source} ${one.ref}`.localeCompare(`${other.source} ${other.ref}`)
  );
}

function rank(label: Judged): number {
  return LABEL_STRENGTHS.indexOf(strengthOf(label));
}

/** What somebody said of one thing at one moment; null: nothing. */
export interface Word {
  readonly atMs: number;
  readonly verdict: 'fraud' | 'legitimate' | null;
  readonly detail: Label['detail'];
}

/**
 * The moments at which what somebody says of one thing changed, as labels: of words given in their order, those that
 * differ from the one before in verdict or strength. Who says nothing any more takes back; who never said anything
 * gives no label.
 */
export function labelsOfWords(words: readonly Word[], about: Omit<Label, 'verdict' | 'knownAtMs' | 'detail'>): Label[] {
  const labels: Label[] = [];
  let last = '';
  for (const { atMs, verdict, detail } of words) {
    const label: Label = { ...about, verdict: verdict ?? 'withdrawn', knownAtMs: atMs, detail };
    const said = verdict === null ? '' : `${verdict} ${strengthOf(label)}`;
    if (said === last) continue;
    last = said;
    labels.push(label);
  }
  return labels;
}
