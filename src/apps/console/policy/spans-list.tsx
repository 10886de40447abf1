import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import type { Span } from './spans.ts';

const KINDS = {
  apply: '',
  rollback: ' by a rollback',
  break_glass: ' by break-glass',
  expiry: ' as another one had ended',
} as const;

/** When a version was live and who made it so, the latest first. */
export function Spans({ spans, isLive }: { readonly spans: readonly Span[]; readonly isLive: boolean }) {
  if (spans.length === 0) return isLive ? <strong>live</strong> : <span className="faint">never</span>;
  return spans.map(({ from, until }) => (
    <div key={from.seq}>
      {until ? (
        <>
          <Time at={from.at} /> – <Time at={until.at} />
        </>
      ) : (
        <>
          <strong>live</strong> since <Time at={from.at} />
        </>
      )}
      <span className="faint">
        {KINDS[from.kind]}, <Who by={from.by} />
        {until?.kind === 'rollback' && (
          <>
            ; rolled back by <Who by={until.by} />
          </>
        )}
      </span>
    </div>
  ));
}
