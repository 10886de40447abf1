import type { DecisionRecord } from '../../../core/decision/record.ts';
import type { Asked } from '../../../simulator/stripe/account.ts';
import type { AttackBegun, PurchaseEntry, TextSent } from '../../../simulator/world/books.ts';

/** One answer of the service, with the decision behind it. */
export interface DemoDecision {
  readonly record: DecisionRecord;
  /** The answer went out before its record was durable. */
  readonly isRecordedLate: boolean;
  /** What the service took, in real milliseconds. */
  readonly tookMs: number;
  /** The world's time. */
  readonly atMs: number;
}

/** Where the demo tells what happens, as it happens. */
export interface DemoFeed {
  answered(decision: DemoDecision): void;
  asked(asked: Asked): void;
  purchased(entry: PurchaseEntry): void;
  attackBegan(attack: AttackBegun): void;
  texted(sent: TextSent): void;
}

/** Something that shows a feed to people. */
export interface DemoView extends DemoFeed {
  start(): void;
  /** Something worth knowing that is no event of the world, in a sentence. */
  told(text: string): void;
  /** Gives the terminal back and prints the summary, once however often it is called. */
  end(): void;
}

/** What the demo runs with, as the view names it. */
export interface DemoTitle {
  /** Where the service listens. */
  readonly url: string;
  /** Where the console is; who opens it is signed in. */
  readonly console?: string;
  readonly dataDir: string;
  readonly seed: string;
  /** How many of the world's seconds pass in one: 1 is real time. */
  readonly speed: number;
  /** Asks a second, in real time, on average. */
  readonly rate: number;
  readonly scenario: string;
  /** Who asks cardholders, where it is somebody. */
  readonly challenge?: string | null;
}

/** The terminal and the time, as a view may use them. */
export interface ViewOptions {
  columns(): number;
  rows(): number;
  write(text: string): void;
  /** Real time in milliseconds. */
  nowMs(): number;
  /** Calls `run` every `ms` of real time; the returned function cancels it. */
  every(ms: number, run: () => void): () => void;
  readonly colours: boolean;
  readonly title: DemoTitle;
}
