import { sayInterval, sayPercent } from '../../../core/domain/figures.ts';
import type { Share as ShareOf } from '../../../core/history/result.ts';
import './share.css';

/** A share in percent with its interval, in figures and as a bar; a dash where it is a share of nothing. */
export function Share({ share, isDrawn = false }: { readonly share: ShareOf; readonly isDrawn?: boolean }) {
  const { value, low, high } = share;
  if (value === null) return <span className="faint">–</span>;
  return (
    <span className="share">
      <b>{sayPercent(value)}</b> <span className="faint">{sayInterval(share)}</span>
      {isDrawn && low !== null && high !== null && (
        <span className="share-scale" aria-hidden="true">
          <i className="share-range" style={{ left: `${100 * low}%`, width: `${100 * (high - low)}%` }} />
          <i className="share-value" style={{ left: `${100 * value}%` }} />
        </span>
      )}
    </span>
  );
}
