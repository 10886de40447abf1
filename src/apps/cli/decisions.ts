import { plain } from '../../core/decision/plain.ts';
import { limits } from '../../core/domain/limits.ts';
import { formatMoney } from '../../core/domain/money.ts';
import type { Decision } from '../../sdk/index.ts';
import type { DecisionFilter } from '../../sdk/resources.ts';
import { type Arguments, EXIT, write } from './command.ts';
import { numberOption, wordOption } from './options.ts';
import { becameBriefly } from './remote/became.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { takeRows } from './remote/take-rows.ts';
import { spanOptions } from './remote/when.ts';
import { minute } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign decisions [filters] [--limit N] [--json]

Lists what was decided, newest first. countersign explain DECISION says why.

  --outcome NAME      we meant to approve, decline or challenge
  --state NAME        intended, sent, or confirmed by Stripe's report of how it ended
  --rule ID           decided by this rule or threshold, e.g. fraud_risk_score.decline
  --portfolio NAME    in this portfolio
  --card ID           for this card; so also --cardholder ID and --merchant ID
  --policy VERSION    by this version of the policy
  --from TIME         received then or later: 2026-06-30, 2026-06-30T18:00Z, or 24h ago
  --to TIME           received before
  --text TEXT         in the merchant's name, or an id
  --limit N           how many (${limits.cliShownRows})
  --json              each decision as one JSON object on a line
${WORLD_HELP}

${WHERE_HELP}

example: countersign decisions --outcome decline --from 24h --text coffee
`;

const OUTCOMES = ['approve', 'decline', 'challenge'] as const;
const STATES = ['intended', 'sent', 'confirmed'] as const;

/** `countersign decisions`: what was decided. */
export const decisionsCommand: RemoteCommand = {
  name: 'decisions',
  summary: 'list what was decided',
  help: HELP.trimStart(),
  options: {
    outcome: { type: 'string' },
    state: { type: 'string' },
    rule: { type: 'string' },
    portfolio: { type: 'string' },
    card: { type: 'string' },
    cardholder: { type: 'string' },
    merchant: { type: 'string' },
    policy: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    text: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 0],
  prepare({ values }, { nowMs }) {
    const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 1_000_000);
    const filter = filterOf(values, nowMs);
    return async ({ client }, terminal) => {
      const { rows, isCut } = await takeRows((page) => client.decisions.each({ ...page, ...filter }), wanted);
      if (values.json) {
        for (const decision of rows) await writeJson(terminal, decision);
        return EXIT.done;
      }
      const headings = ['RECEIVED (UTC)', 'DECISION', 'OUTCOME', 'ENDED', 'AMOUNT', 'MERCHANT', 'BECAUSE'];
      if (rows.length === 0) await write(terminal.stdout, 'No such decision.\n');
      else await write(terminal.stdout, table(headings, rows.map(row)));
      if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
      return EXIT.done;
    };
  },
};

function filterOf(values: Arguments['values'], nowMs: number): DecisionFilter {
  const { outcome, state, policy: policyVersion } = values;
  const named = ['rule', 'portfolio', 'card', 'cardholder', 'merchant', 'text'] as const;
  return {
    ...Object.fromEntries(named.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : []))),
    ...(outcome !== undefined && { outcome: wordOption('outcome', outcome, 'decline', OUTCOMES) }),
    ...(state !== undefined && { state: wordOption('state', state, 'confirmed', STATES) }),
    ...(typeof policyVersion === 'string' && { policy_version: policyVersion }),
    ...spanOptions(values, nowMs),
  };
}

function row(decision: Decision): string[] {
  const { id, received_at, outcome, review, amount_minor: amountMinor, currency, merchant_name, reasons } = decision;
  const amount = amountMinor === null || currency === null ? '' : formatMoney({ amountMinor, currency });
  const answer = review ? `${outcome} + review` : outcome;
  return [
    minute(new Date(received_at).toISOString()),
    id,
    answer,
    becameBriefly(decision.state, decision.confirmation),
    amount,
    plain(merchant_name ?? '', 30),
    reasons.join(', '),
  ];
}
