import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../../../src/core/domain/random.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { freshAsk } from '../../../support/stripe.ts';

export const NOON = Date.parse('2026-05-01T12:00:00Z');

/** An ask so many seconds after noon, of a card, with a fraud score. */
export function ask(id: string | number, second: number, card = 'ic_1', score = 3, changes: object = {}) {
  return freshAsk(id, score, NOON + second * 1000, { card: { id: card }, ...changes });
}

/** A login so many seconds after noon. */
export function login(id: string, second: number, data: object) {
  const time = new Date(NOON + second * 1000).toISOString();
  return { object: 'countersign.event', type: 'login', id, time, data };
}

/** Writes a history, a line each; what is a text stands there as it is. */
export function historyFile(lines: readonly (object | string)[], folder = temporaryFolder()): string {
  const file = join(folder, 'history.ndjson');
  writeFileSync(file, ndjson(lines));
  return file;
}

export function ndjson(lines: readonly (object | string)[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

/** In another order, the same for the same seed. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = createRandom(seed);
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

export const COUNTS = `event login
event authorization
asks := Count(by card last 1 hour exclusive)
spent := Sum(amount_in_usd by card where is_approved last 1 hour exclusive)
failed_logins := Count<login>(by cardholder_metadata["user_id"] as user_id where not successful last 1 day)
signals := {asks, country: merchant_country}
`;

/** A policy folder with these features, that declines scores above 50 and the fourth purchase of a card in an hour. */
export function policyFolder(features = COUNTS): string {
  return writeFiles(temporaryFolder(), {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
    'rules/a.yaml': 'rules:\n  - { id: spree, rule: "Block if :asks: >= 3" }\n',
    'features/a.scowl': features,
  });
}

/** A folder with features and nothing else. */
export function featuresFolder(features = COUNTS): string {
  return writeFiles(temporaryFolder(), { 'features/a.scowl': features });
}
