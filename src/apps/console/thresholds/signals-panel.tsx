import { sayCount } from '../../../core/domain/figures.ts';
import type { SignalResult } from '../../../core/history/tune-result.ts';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { SIGNAL_NAMES } from '../policy/thresholds.ts';

const NAMES: Readonly<Record<string, string>> = {
  ...SIGNAL_NAMES,
  amount: 'Amount',
  amount_in_usd: 'Amount in US dollars',
};

/** How well each signal tells fraud from good by itself, the best first. */
export function SignalsPanel({ signals }: { readonly signals: readonly SignalResult[] }) {
  return (
    <Panel title="How well each signal predicts alone" isFlush={signals.length > 0}>
      {signals.length === 0 ? (
        <p className="faint">No signal was recorded in this window.</p>
      ) : (
        <>
          <Scroll label="Signals by how well they predict">
            <table className="table">
              <thead>
                <tr>
                  <th>Signal</th>
                  <th className="number">AUC</th>
                  <th className="thresholds-auc">
                    <span className="hidden">As a bar from chance to certainty</span>
                  </th>
                  <th className="number">Known</th>
                  <th className="number">Missing</th>
                </tr>
              </thead>
              <tbody>
                {signals.map(({ signal, auc, known, missing }) => (
                  <tr key={signal}>
                    <td>{NAMES[signal] ?? signal}</td>
                    <td className="number">{auc === null ? <span className="faint">–</span> : auc.toFixed(3)}</td>
                    <td className="thresholds-auc" aria-hidden="true">
                      {auc !== null && <i style={{ width: `${200 * Math.max(0, auc - 0.5)}%` }} />}
                    </td>
                    <td className="number">{sayCount(known)}</td>
                    <td className={missing === 0 ? 'number faint' : 'number'}>{sayCount(missing)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <p className="faint thresholds-inset">
            AUC is the area under the ROC curve: 1 always tells fraud from good, 0.5 is chance. Known and missing count
            authorizations.
          </p>
        </>
      )}
    </Panel>
  );
}
