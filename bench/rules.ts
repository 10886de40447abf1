import { parseArgs } from 'node:util';
import type { Policy } from '../src/core/policy/policy.ts';
import { benchAsks } from './rules/asks.ts';
import { checkAnswers } from './rules/contestant.ts';
import { countersignConditions, countersignDecisions, policyOfRules } from './rules/countersign.ts';
import { jsonRulesContestant } from './rules/json-rules.ts';
import { measureManyRules } from './rules/many-rules.ts';
import { type RulesReport, rulesJson, rulesText } from './rules/report.ts';
import { type Effort, type Figures, measureRounds } from './rules/rounds.ts';
import { TEN_RULES } from './rules/ten-rules.ts';
import { zenContestants } from './rules/zen.ts';

const HELP = `
usage: npm run bench:rules -- [--quick] [--json]

Evaluates ten rules with Countersign, json-rules-engine and zen-engine, in one run and alternating, after checking that
all find the same rules to match; then a policy of 1,000 rules with Countersign alone. Half a minute; --quick a few
seconds.

Exit code: 0, or 1 when the engines differ.
`;

const USUAL: Effort = { rounds: 11, sliceMs: 80 };
const QUICK: Effort = { rounds: 3, sliceMs: 50 };
const ASKS = 500;
const MANY = 1_000;
/** Enough for what a decision under many rules costs, few enough that it fits a slice. */
const MANY_ASKS = 100;
const SEED = 4;

async function measure(effort: Effort): Promise<RulesReport> {
  const policy = policyOfRules(TEN_RULES);
  const attributes = attributesOf(policy);
  const asks = benchAsks(ASKS, attributes, SEED);
  const ten = await measureTen(policy, asks, effort);
  const many = await measureManyRules(MANY, asks.slice(0, MANY_ASKS), effort);
  return { askCount: asks.length, attributeCount: attributes.length, ten, many };
}

async function measureTen(policy: Policy, asks: ReturnType<typeof benchAsks>, effort: Effort): Promise<Figures> {
  const zen = zenContestants(TEN_RULES);
  try {
    const contestants = [
      countersignDecisions(policy),
      countersignConditions(policy),
      jsonRulesContestant(TEN_RULES),
      ...zen.contestants,
    ];
    const ids = TEN_RULES.map(({ id }) => id);
    await checkAnswers(contestants, asks, ids);
    return await measureRounds(contestants, asks, effort);
  } finally {
    zen.dispose();
  }
}

function attributesOf({ rules }: Policy): readonly string[] {
  return [...new Set(rules.flatMap(({ condition }) => condition.attributes.map(({ definition }) => definition.name)))];
}

/** What was asked for on the command line; null where that can't be read. */
function readArguments() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { quick: flag, json: flag, help: flag } }).values;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const asked = readArguments();
  if (asked === null || asked.help) {
    (asked === null ? process.stderr : process.stdout).write(HELP.trimStart());
    return asked === null ? 2 : 0;
  }
  try {
    const report = await measure(asked.quick ? QUICK : USUAL);
    process.stdout.write(asked.json ? rulesJson(report) : rulesText(report));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

process.exitCode = await main();
