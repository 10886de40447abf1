import { useQuery } from '@tanstack/react-query';
import { CAUSES } from '../../../core/decision/vocabulary.ts';
import type { DecisionSignals } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { inWords, TONES } from './words.ts';

type Signal = DecisionSignals['signals'][number];
type Threshold = Signal['thresholds'][number];

/** What Stripe and the network said of the risk, each on its scale with the thresholds of the profile. */
export function SignalsPanel({ id }: { readonly id: string }) {
  const { client, key } = useCountersign();
  const signals = useQuery({
    queryKey: [key, 'decision', id, 'signals'],
    queryFn: ({ signal }) => client.decisions.signals(id, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Panel title="Signals">
      <Loaded query={signals}>
        {({ signals: all, known }) => (
          <>
            {!known && <p className="faint">The version that decided can't be read: no thresholds are marked.</p>}
            <ul className="gauges">
              {all.filter(isTold).map((signal) => (
                <Gauge key={signal.signal} signal={signal} />
              ))}
            </ul>
            <NotRead names={all.filter((signal) => !isTold(signal)).map(({ signal }) => signal)} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function isTold({ value, thresholds }: Signal): boolean {
  return value !== null || thresholds.length > 0;
}

function NotRead({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return <p className="faint small">Not read by any rule, and so not recorded: {names.map(inWords).join(', ')}.</p>;
}

const DOES = { block: 'declines', challenge: 'challenges', review: 'asks for a review', allow: 'allows' } as const;

function Gauge({ signal }: { readonly signal: Signal }) {
  const { signal: name, value, scale, thresholds, on_missing: onMissing } = signal;
  const isMissing = value === null || typeof value === 'object';
  return (
    <li>
      <div className="gauge-head">
        <span>{inWords(name)}</span>
        <b>{isMissing ? 'missing' : typeof value === 'string' ? inWords(value) : String(value)}</b>
      </div>
      {scale === 'above' ? <Scale signal={signal} /> : <Steps signal={signal} />}
      <div className="gauge-words">
        {thresholds.map((threshold) => (
          <span key={threshold.rule} data-tone={TONES[threshold.action]} title={threshold.rule}>
            {threshold.matched ? '● ' : '○ '}
            {DOES[threshold.action]} {WHERE[scale](threshold.at)}
          </span>
        ))}
        {isMissing && (
          <span>
            {missingWords(value)}; that counts as: {onMissing}
          </span>
        )}
      </div>
    </li>
  );
}

const WHERE: Readonly<Record<Signal['scale'], (at: Threshold['at']) => string>> = {
  above: (at) => `above ${at}`,
  at_least: (at) => `at ${inWords(String(at))} or more`,
  at_most: (at) => `at ${inWords(String(at))} or less`,
};

function missingWords(value: Signal['value']): string {
  const cause = typeof value === 'object' && value !== null ? value.missing : 'not_recorded';
  return CAUSES[cause] ?? cause;
}

/** From 0 to 100, with a mark at each threshold. What it shows stands in words beside it. */
function Scale({ signal: { value, thresholds } }: { readonly signal: Signal }) {
  return (
    <div className="gauge" aria-hidden="true">
      {typeof value === 'number' && <i className="gauge-value" style={{ width: `${value}%` }} />}
      {thresholds.map(({ rule, action, at }) => (
        <i key={rule} className="gauge-mark" data-tone={TONES[action]} style={{ left: `${Number(at)}%` }} />
      ))}
    </div>
  );
}

/** One step for each level; those in reach of a threshold in its colour. */
function Steps({ signal: { value, levels, thresholds, scale } }: { readonly signal: Signal }) {
  // The strongest comes first.
  const reach = (index: number) =>
    thresholds.find(({ at }) => {
      const place = levels.indexOf(String(at));
      return scale === 'at_least' ? index >= place : index <= place;
    });
  return (
    <div className="gauge-steps" aria-hidden="true">
      {levels.map((level, index) => {
        const threshold = reach(index);
        return (
          <i key={level} data-on={value === level || undefined} data-tone={threshold && TONES[threshold.action]}>
            {inWords(level)}
          </i>
        );
      })}
    </div>
  );
}
