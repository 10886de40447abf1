import { CAUSES } from '../../../core/decision/vocabulary.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Traffic } from '../../../sdk/index.ts';
import { Panel } from '../parts/page.tsx';

const WORDS: Readonly<Record<string, string>> = {
  ...CAUSES,
  authorization_unreadable: 'the authorization could not be read',
  decide_failed: 'the policy could not be evaluated',
};
/** These are our doing; the rest is what Stripe sent, or what has not happened yet. */
const OURS: ReadonlySet<string> = new Set(['late', 'cold', 'authorization_unreadable', 'decide_failed']);

/** What the policy could not answer, or not on everything, in the last hour, and why. */
export function CausesPanel({ totals }: { readonly totals: Traffic['totals'] }) {
  return (
    <Panel title="Stand-ins and missing, last hour" isFlush>
      <table className="table">
        <thead>
          <tr>
            <th>What</th>
            <th>Why</th>
            <th className="number">Asks</th>
          </tr>
        </thead>
        <tbody>
          <Rows what="Stand-in" counts={totals.stand_ins} />
          <Rows what="Missing" counts={totals.missing} />
          <tr>
            <td>Recorded late</td>
            <td className="faint">{totals.recorded_late === 0 ? 'none' : 'the reply went out before its record'}</td>
            <td className="number">{sayCount(totals.recorded_late)}</td>
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}

function Rows({ what, counts }: { readonly what: string; readonly counts: Readonly<Record<string, number>> }) {
  const causes = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  if (causes.length === 0) {
    return (
      <tr>
        <td>{what}</td>
        <td className="faint">none</td>
        <td className="number">0</td>
      </tr>
    );
  }
  return causes.map(([cause, count]) => (
    <tr key={cause}>
      <td>{what}</td>
      <td>
        <span className={OURS.has(cause) ? 'now-bad' : undefined}>{cause.replaceAll('_', ' ')}</span>
        <span className="faint">{WORDS[cause] && `, ${WORDS[cause]}`}</span>
      </td>
      <td className="number">{sayCount(count)}</td>
    </tr>
  ));
}
