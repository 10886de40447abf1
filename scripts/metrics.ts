// Writes docs/monitoring.md from the catalogue of metrics.
import { writeFileSync } from 'node:fs';
import { CATALOGUE } from '../src/adapters/metrics/catalogue.ts';

const HEAD = `# Watching it

Made from the catalogue in \`src/adapters/metrics/\` by \`npm run docs\`.

\`GET /metrics\` is what Prometheus scrapes: of each process by itself, on the port of everything else, without a key. It
tells how much you sell and decline, so keep it inside: let the proxy in front of the gateway pass \`/webhooks/\` (and
\`/v1\` where you want it) and nothing more, and have Prometheus scrape the gateway directly.

\`\`\`nginx
location /webhooks/ { proxy_pass http://127.0.0.1:4242; }
location / { return 404; }
\`\`\`

\`\`\`yaml
scrape_configs:
  - job_name: countersign
    static_configs: [{ targets: ['gateway-1:4242', 'gateway-2:4242'] }]
rule_files: [alerts.yaml]
\`\`\`

[alerts.yaml](alerts.yaml) holds rules to begin with. What to look at first, and what it tells:

| look at | by |
|---|---|
| do answers come in time? | \`countersign_answer_margin_seconds\`: what was left of Stripe's two seconds |
| which part takes long? | \`countersign_answer_stage_seconds\` by \`stage\` |
| did Stripe take them? | \`countersign_confirmations_total\` by \`reason\`: \`webhook_timeout\` and \`webhook_error\` are answers that did not count |
| who answers, and how? | \`countersign_decisions_total\`; \`answered_by="stand_in"\` should not happen |
| on what? | \`countersign_missing_inputs_total\`: \`late\` and \`cold\` are our doing, the rest is what Stripe sent |
| are cardholders asked, and do they answer? | \`countersign_challenges_of_day\` by \`state\`, \`countersign_sms_replies_of_day\` by \`reading\`, \`countersign_webhooks_received_total{door="twilio_status"}\` for what became of texts; \`countersign_unaskable_total\` says why others were not asked |
| and in the last minutes, all gateways together? | the console's page Now, or \`countersign traffic\`: gateways write what they counted into the database, so that it wants no Prometheus |
| what is wrong? | \`countersign_alarm\`, explained in [operations.md](operations.md); \`countersign alarms\` has detail and past |

A scrape never waits for long: the process tells its own numbers at once, and database and queue are asked once in five
seconds at most, for half a second. Where they don't answer, their gauges show what was last known, its age stands in
\`countersign_scrape_source_age_seconds\`, and \`countersign_scrape_source_errors_total\` grows. Gauges of the database are
the same from every process: take their maximum, not their sum.

Every label is bounded. What is known by name (outcomes, Stripe's reasons and types) always has its place; of portfolios,
and of reasons and types that this version does not know, the first 50 do, and all others are called \`other\`.

\`countersign_confirmations_total\` counts asks by the reason with which they ended, each once, when that is known first:
from an event, or retrieved where none came. Reports that come again count nothing. It counts since the start of the
process that takes the inbox, which is one at a time; at the first start of this version it counts the stored past as
well.

## Metrics

| metric | type | labels | what it tells |
|---|---|---|---|
`;

const TAIL = `
Besides these there are prom-client's own of the process: \`process_cpu_seconds_total\`, \`process_resident_memory_bytes\`,
\`nodejs_eventloop_lag_p99_seconds\`, \`nodejs_gc_duration_seconds\` and others.
`;

/** The page, whole. */
export function monitoringPage(): string {
  const rows = Object.entries(CATALOGUE).map(([name, { type, labels, help }]) => {
    return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(' ')} | ${help} |\n`;
  });
  return [HEAD, ...rows, TAIL].join('');
}

if (import.meta.main) writeFileSync('docs/monitoring.md', monitoringPage());
