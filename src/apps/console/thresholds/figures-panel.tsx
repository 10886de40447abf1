import type { ReactNode } from 'react';
import { sayCount, sayPoints, sayRate } from '../../../core/domain/figures.ts';
import type { Confusion } from '../../../core/history/result.ts';
import type { WhatIf } from '../../../core/history/tune-result.ts';
import { Amounts } from '../parts/amounts.tsx';
import { capital } from '../parts/capital.ts';
import { Panel } from '../parts/page.tsx';
import { saySigned } from '../parts/say-signed.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Share } from '../parts/share.tsx';
import { sayDifference } from './say-difference.ts';

interface FiguresProps {
  readonly now: WhatIf;
  readonly then: WhatIf;
  readonly days: number;
}

/** The difference in a sentence, always in sight. */
export function Difference({ now, then, days, isMoved }: FiguresProps & { readonly isMoved: boolean }) {
  const difference = sayDifference(now, then);
  return (
    <p className="thresholds-said" data-moved={isMoved || undefined}>
      {difference === null ? (
        isMoved ? (
          'That would have changed nothing.'
        ) : (
          'This is what the thresholds of today come to. Move one, and see what it would have been.'
        )
      ) : (
        <>
          In {sayCount(Math.round(days))} days, against today: <strong>{difference}</strong>.
        </>
      )}
    </p>
  );
}

const SHARES = [
  ['Precision', 'precision'],
  ['Recall', 'recall'],
  ['Approval rate', 'approval_rate'],
] as const satisfies readonly (readonly [string, keyof WhatIf])[];

const SUMS = [
  ['Fraud, stopped', 'tp'],
  ['Fraud, approved', 'fn'],
  ['Good, stopped', 'fp'],
] as const;

/** What today's thresholds come to, and the chosen ones, in figures. */
export function FiguresPanel({ now, then, days }: FiguresProps) {
  return (
    <Panel title={`What they come to in ${sayCount(Math.round(days))} days`} isFlush>
      <Scroll label="Today and as chosen">
        <table className="table thresholds-figures">
          <thead>
            <tr>
              <th />
              <th className="number">Today</th>
              <th className="number">As chosen</th>
              <th className="number">Difference</th>
            </tr>
          </thead>
          <tbody>
            {SHARES.map(([name, field]) => (
              <Row
                key={field}
                name={name}
                today={<Share share={now[field]} />}
                chosen={<Share share={then[field]} />}
                difference={shareBetween(now[field].value, then[field].value)}
              />
            ))}
            {SUMS.map(([name, cell]) => (
              <Row
                key={cell}
                name={name}
                today={<Sum scores={now} cell={cell} />}
                chosen={<Sum scores={then} cell={cell} />}
                difference={saySigned(then.confusion[cell] - now.confusion[cell], sayCount)}
              />
            ))}
            {(['challenges', 'reviews'] as const).map((name) => (
              <Row
                key={name}
                name={`${capital(name)} a day`}
                today={sayRate(now.capacity[`${name}_a_day`])}
                chosen={sayRate(then.capacity[`${name}_a_day`])}
                difference={saySigned(then.capacity[`${name}_a_day`] - now.capacity[`${name}_a_day`], sayRate)}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

interface RowProps {
  readonly name: string;
  readonly today: ReactNode;
  readonly chosen: ReactNode;
  readonly difference: string;
}

function Row({ name, today, chosen, difference }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{today}</td>
      <td className="number">{chosen}</td>
      <td className={difference === '0' ? 'number faint' : 'number'}>{difference}</td>
    </tr>
  );
}

function Sum({ scores: { confusion, money }, cell }: { readonly scores: WhatIf; readonly cell: keyof Confusion }) {
  return (
    <>
      <b>{sayCount(confusion[cell])}</b>
      <span className="thresholds-why">
        <Amounts money={money} of={cell} />
      </span>
    </>
  );
}

/** Between two shares. */
function shareBetween(now: number | null, then: number | null): string {
  if (now === null || then === null) return now === then ? '0' : '–';
  return saySigned(then - now, sayPoints);
}
