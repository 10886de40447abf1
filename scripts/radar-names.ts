// Writes docs/radar-names.md from the tables by which conditions are read.
import { writeFileSync } from 'node:fs';
import { radarCounter } from '../src/core/rules/aliases/counters.ts';
import { NAME_ALIASES } from '../src/core/rules/aliases/names.ts';
import { VALUE_ALIASES } from '../src/core/rules/aliases/values.ts';
import { radarFault } from '../src/core/rules/aliases.ts';
import { createCatalogue } from '../src/core/rules/attributes.ts';

const HEAD = `# Radar's names

Rules that were written for Stripe Radar read here as they are, as far as they mean something for an issued card. Made
from the tables in \`src/core/rules/aliases/\` by \`npm run docs\`.
`;

/** A name of each kind that Radar has and that is refused here: each says why, and what to write instead. */
const REFUSED = [
  'amount_in_eur',
  'ip_country',
  'ip_address',
  'total_charges_per_ip_address_hourly',
  'user_agent',
  'total_charges_per_shipping_address_daily',
  'shipping_address_city',
  'distance_between_ip_and_billing_address',
  'billing_address_city',
  'card_bin',
  'card_country',
  'card_funding',
  'card_3d_secure_support',
  'has_liability_shift',
  'statement_descriptor',
  'is_new_card_on_customer',
  'total_customers_for_card_weekly',
  'email_count_for_card_daily',
  'cardholder_name',
  'email_domain',
  'is_disposable_email',
  'efw_count_on_card_all_time',
  'is_recurring',
  'has_cryptogram',
  'transaction_type',
  'hours_since_email_first_seen',
  'hours_since_card_first_seen',
];

/** Names of what is counted, one of each kind. */
const COUNTED = [
  'total_charges_per_card_number_hourly',
  'charge_attempts_per_card_number_hourly',
  'authorized_charges_per_customer_daily',
  'blocked_charges_per_customer_daily',
  'blocks_per_card_number_hourly',
  'declined_charges_per_card_number_weekly',
  'declines_per_card_number_hourly',
  'declined_charges_per_customer_daily',
  'authorized_charges_per_email_daily',
  'total_charges_per_card_number_all_time',
  'total_usd_amount_charged_on_card_all_time',
  'average_usd_amount_attempted_on_card_all_time',
  'card_count_for_customer_daily',
  'dispute_count_on_card_number_all_time',
];

const COUNTED_INTRO = `What Radar counts from earlier payments is a [feature](features.md) here, and the shipped ones
(\`policies/features/velocity.scowl\`) have names in its manner. Radar's names of the same counts are read as they are; for
others an error names the feature that comes nearest. A feature may have Radar's own name: then it is read. Where Radar's
windows are up to a bucket longer these are exact, and counts have no ceiling. What a cardholder was asked about is
challenged, and not declined. For example:
`;

/** The page, whole. */
export function radarNamesPage(): string {
  return [HEAD, attributes(), values(), actions(), counted(), refused()].join('\n');
}

function attributes(): string {
  const rows = [...NAME_ALIASES].map(([name, { attribute, caution }]) => [
    `\`${name}\``,
    `\`${attribute}\``,
    caution?.hint ?? '',
  ]);
  return section('Attributes with another name', ['Radar', 'here', 'look again'], rows);
}

function values(): string {
  const rows = [...VALUE_ALIASES].flatMap(([attribute, aliases]) =>
    [...aliases].map(([theirs, ours]) => [`\`${attribute}\``, `\`'${theirs}'\``, `\`'${ours}'\``]),
  );
  return section('Values with another name', ['attribute', 'Radar', 'here'], rows);
}

function actions(): string {
  return [
    '## Actions',
    '',
    '`Request 3D Secure if` and `Request 3DS if` are read as `Challenge if`, with a warning: here it declines, and asks the',
    'cardholder by SMS. `Allow`, `Block` and `Review` are what they are there.',
    '',
  ].join('\n');
}

function counted(): string {
  const rows = COUNTED.map((name) => {
    const counter = radarCounter(name);
    if (!counter?.feature) return [`\`${name}\``, 'none', 'write one'];
    return [`\`${name}\``, `\`${counter.feature}\``, counter.differs ?? 'the same: the name is read as this one'];
  });
  return section('What is counted', ['Radar', 'shipped feature', 'which'], rows, COUNTED_INTRO);
}

function refused(): string {
  const catalogue = createCatalogue();
  const rows = REFUSED.map((name) => {
    const fault = radarFault(name, catalogue);
    if (!fault) throw new Error(`${name} is not refused`);
    return [`\`${name}\``, fault.message.replace(/^.*? here: /, ''), code(fault.hint)];
  });
  const intro = 'An error says so, and what to write instead. One name of each kind:\n';
  return section('What has no meaning for an issued card', ['Radar', 'why', 'instead'], rows, intro);
}

/** What a hint says to write, as code. */
function code(hint: string): string {
  return hint.replace(
    /::?[\w:]+::?(?: (?:[<>=!]+|like|in) (?:'[^']*'|\([^)]*\)|\d+|:\w+:))?/g,
    (text) => `\`${text}\``,
  );
}

function section(title: string, head: readonly string[], rows: readonly string[][], intro = ''): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
  return `## ${title}\n\n${intro === '' ? '' : `${intro}\n`}${table}\n`;
}

if (import.meta.main) writeFileSync('docs/radar-names.md', radarNamesPage());
