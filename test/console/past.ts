import { addLabels } from '../../src/adapters/store/database/labels.ts';
import { writeRecords } from '../../src/adapters/store/database/write.ts';
import type { Label } from '../../src/core/domain/label.ts';
import type { ConsoleStage } from '../support/console.ts';
import { takeToAsks } from '../support/ingest.ts';
import { type LivedPast, livedPast } from '../support/lived.ts';
import { policyOf, shippedFiles } from '../support/policy.ts';
import { until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';
import { inDatabaseOf } from './questions.ts';

const DAY = 86_400_000;
const SCOPE = { livemode: false, account: null };
/** The lenient profile decided then: of what scored between its threshold and that of today is known what it was. */
const PORTFOLIOS = 'portfolios: [{ name: everything, profile: maximize-approval }]\n';

/**
 * Fills a data folder with five weeks that are mature by now, decided leniently, and with disputes of what scored high,
 * and of a little that did not. A fresh ask afterwards makes them so (`askNow`).
 */
export async function somePast(dataDir: string): Promise<void> {
  const policy = policyOf({ ...shippedFiles(), 'portfolios.yaml': PORTFOLIOS });
  const startMs = Math.floor(Date.now() / DAY) * DAY - 110 * DAY;
  const past = await livedPast(policy, { seed: 'console', startMs, days: 35, cardholders: 12, fraudShare: 0.25 });
  await inDatabaseOf(dataDir, async (pool) => {
    for (let at = 0; at < past.texts.length; at += 100) await writeRecords(pool, past.texts.slice(at, at + 100));
    await takeToAsks(pool, { nowMs: Date.now() });
    await addLabels(pool, disputesOf(past), Date.now());
  });
}

function disputesOf({ decisions }: LivedPast): Label[] {
  const disputed = decisions.filter(({ outcome, attributes }, place) => {
    const score = Number(attributes.fraud_risk_score);
    return outcome === 'approve' && (score > 55 || (score > 20 && place % 3 === 0) || place % 90 === 0);
  });
  return disputed.map(({ authorization, asked_at: askedAtMs }, place) => ({
    ...{ scope: SCOPE, authorizationId: authorization, transactionId: null, card: null, verdict: 'fraud' as const },
    ...{ source: 'dispute' as const, ref: `idp_past_${place}`, knownAtMs: Number(askedAtMs) + 20 * DAY },
    ...{ author: null, detail: { reason: 'fraudulent' } },
  }));
}

/** An ask of this moment, the newest of the history: the last mature window ends sixty days before it. */
export async function askNow({ serving, client }: ConsoleStage): Promise<void> {
  await serving.ask(freshAsk('newest', 5, Date.now()));
  await until(async () => (await client.decisions.list({ text: 'iauth_newest' })).data[0] ?? null, 60_000);
}
