import type { Clock } from '../../core/decision/ports.ts';
import { type Command, EXIT, write } from './command.ts';
import type { Finding } from './doctor/finding.ts';
import type { Subject } from './doctor/subject.ts';

const HELP = `
usage: countersign doctor [--no-authorization] [--json]

Looks at everything that serve needs, with the same environment (countersign serve --help): Node, every variable, the
policy folder, the data folder with its disk, its syncs and its lock, the database, Twilio, Stripe's key and this
machine's clock. With a key of test mode it also makes one authorization over 1.00 there and reads what Stripe says of
our reply and its Stripe-Version: for that, serve must be running where Stripe can reach it. Of what is not as it should
be it says why that matters and what to do. Nothing is changed and nobody is texted; in test mode a cardholder and a
card are made and retired.

  --no-authorization   makes no authorization
  --json               a list of {check, status, found, why, do} instead of text;
                       status is ok, warning, fault or skipped

Exits with 0 when there is no fault (warnings are none), 1 when there is.

example: STRIPE_SECRET_KEY=sk_test_… countersign doctor
`;

/** What `doctor` examines, and by which clocks; `runId` is of this run alone. */
export interface DoctorSetup {
  readonly subject: Subject;
  readonly clock: Clock;
  /** A monotonic clock in milliseconds. */
  readonly monotonicMs: () => number;
  readonly runId: string;
}

/** `countersign doctor`: is everything here that `serve` needs? `setUp` is called when it runs. */
export function doctorCommand(setUp: () => DoctorSetup): Command {
  return {
    name: 'doctor',
    summary: 'examine everything that serve needs, and say what to do',
    help: HELP.trimStart(),
    options: { 'no-authorization': { type: 'boolean' }, json: { type: 'boolean' } },
    positionals: [0, 0],
    async run({ values }, { stdout }) {
      // Loaded only here: database and Stripe would make every other command slower to start.
      const { examine } = await import('./doctor/examine.ts');
      const { findingJson, findingText, summaryText } = await import('./doctor/print.ts');
      const findings: Finding[] = [];
      for await (const finding of examine({ ...setUp(), withAuthorization: !values['no-authorization'] })) {
        findings.push(finding);
        if (!values.json) await write(stdout, findingText(finding));
      }
      await write(stdout, values.json ? `${JSON.stringify(findings.map(findingJson))}\n` : summaryText(findings));
      return findings.some(({ status }) => status === 'fault') ? EXIT.answerIsNo : EXIT.done;
    },
  };
}
