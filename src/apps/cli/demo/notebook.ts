import type { Asked } from '../../../simulator/stripe/account.ts';
import type { AttackBegun, PurchaseEntry, TextSent } from '../../../simulator/world/books.ts';
import { createAttackWatch } from './attack-watch.ts';
import type { DemoDecision, DemoTitle } from './feed.ts';
import type { PageContent } from './page.ts';
import { createTally } from './tally.ts';

/** More than any terminal has rows for. */
const MOST_RECENT = 200;
/** How long something told is new. */
const NEWS_MS = 8_000;

/** Notes down everything that a page shows, as it happens. `nowMs` is real time. */
export function createNotebook(title: DemoTitle, nowMs: () => number) {
  const tally = createTally();
  const attacks = createAttackWatch(nowMs);
  const recent: DemoDecision[] = [];
  const turnedDown: DemoDecision[] = [];
  const notices: string[] = [];
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let worldMs: number | null = null;
  let changes = 0;

  /** The world's clock never goes back, though its events may come late. */
  function happened(atMs: number): void {
    changes += 1;
    worldMs = Math.max(worldMs ?? atMs, atMs);
  }

  const news = () => (nowMs() - toldAtMs < NEWS_MS ? (notices.at(-1) ?? null) : null);

  return {
    answered(decision: DemoDecision): void {
      happened(decision.atMs);
      tally.answered(decision);
      remember(recent, decision);
      if (decision.record.outcome !== 'approve') remember(turnedDown, decision);
    },
    asked(asked: Asked): void {
      happened(asked.event.created * 1_000);
      tally.asked(asked);
    },
    purchased(entry: PurchaseEntry): void {
      happened(entry.atMs);
      tally.purchased(entry);
      attacks.purchased(entry);
    },
    attackBegan(attack: AttackBegun): void {
      happened(attack.atMs);
      attacks.began(attack);
    },
    texted(sent: TextSent): void {
      happened(sent.atMs);
      tally.texted(sent);
    },
    told(text: string): void {
      changes += 1;
      toldAtMs = nowMs();
      remember(notices, text);
    },
    content: (): PageContent => ({
      title,
      totals: tally.totals(),
      attack: attacks.state(),
      worldMs,
      recent,
      turnedDown,
      notices,
      news: news(),
    }),
    /** Equal as long as a page made of it would be. */
    state: () => `${changes} ${attacks.state()?.isUnderWay} ${news() !== null}`,
  };
}

function remember<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > MOST_RECENT) list.shift();
}
