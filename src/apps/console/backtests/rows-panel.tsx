import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { SampleCell } from '../../../core/history/result.ts';
import type { BacktestRow, BacktestRowFilter, WholeBacktest } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Money } from '../parts/money.tsx';
import { More } from '../parts/more.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useRowKeys } from '../parts/use-row-keys.ts';
import { keepWorld } from '../shell/nav.tsx';
import { rowsQuery } from './run-queries.ts';
import type { RunSearch } from './search.ts';
import { CELLS } from './words.ts';

interface RowsPanelProps {
  readonly run: WholeBacktest;
  readonly search: RunSearch;
  change(change: {
    readonly cell?: SampleCell | undefined;
    readonly matched?: string | undefined;
    readonly changed?: boolean | undefined;
  }): void;
}

/** Some authorizations of the run, by cell, rule and change, each leading to what happened to it. */
export function RowsPanel({ run, search: { cell, matched, changed }, change }: RowsPanelProps) {
  const rules = run.kind === 'backtest' ? [...new Set(run.result?.rules.map(({ id }) => id))].toSorted() : [];
  const filter: BacktestRowFilter = {
    ...(cell && { cell }),
    ...(matched && { rule: matched }),
    ...(changed !== undefined && { changed }),
  };
  const rows = useInfiniteQuery(rowsQuery(useCountersign(), run.id, filter));
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div id="authorizations" className="backtest-anchor">
      <Panel title="Look at some of them" isFlush>
        <div className="backtest-filters">
          <NativeSelect
            size="xs"
            label="In truth and by the policy"
            value={cell ?? ''}
            onChange={({ currentTarget: { value } }) =>
              change({ cell: (value || undefined) as SampleCell | undefined })
            }
            data={[{ value: '', label: 'any' }, ...Object.entries(CELLS).map(([value, label]) => ({ value, label }))]}
          />
          <NativeSelect
            size="xs"
            label="Matched by"
            value={matched ?? ''}
            onChange={({ currentTarget: { value } }) => change({ matched: value || undefined })}
            data={[{ value: '', label: 'any rule or none' }, ...rules]}
          />
          {run.against && (
            <NativeSelect
              size="xs"
              label="By the other policy"
              value={changed === undefined ? '' : String(changed)}
              onChange={({ currentTarget: { value } }) =>
                change({ changed: value === '' ? undefined : value === 'true' })
              }
              data={[
                { value: '', label: 'any' },
                { value: 'true', label: 'answered otherwise' },
                { value: 'false', label: 'answered the same' },
              ]}
            />
          )}
          {isFiltered && (
            <Button
              size="xs"
              variant="default"
              onClick={() => change({ cell: undefined, matched: undefined, changed: undefined })}
            >
              All of them
            </Button>
          )}
        </div>
        <Loaded query={rows} empty={({ pages }) => (pages[0]?.data.length === 0 ? nothing(isFiltered) : null)}>
          {({ pages }) => (
            <>
              <Rows rows={pages.flatMap(({ data }) => data)} isAgainst={run.against !== null} />
              <More query={rows} />
            </>
          )}
        </Loaded>
      </Panel>
    </div>
  );
}

function nothing(isFiltered: boolean): string {
  return isFiltered ? 'None of those that are kept is like that.' : 'There is no authorization to look at.';
}

function Rows({ rows, isAgainst }: { readonly rows: readonly BacktestRow[]; readonly isAgainst: boolean }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, 'authorization');
  return (
    <>
      <Scroll label="Authorizations of the run">
        <table className="table backtest-rows">
          <thead>
            <tr>
              <th>Asked</th>
              <th>In truth</th>
              <th>Answer</th>
              {isAgainst && <th>By the other</th>}
              <th className="number">Amount</th>
              <th>Matched</th>
              <th>Portfolio</th>
              <th>Merchant</th>
              <th>Card</th>
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row) => (
              <Row key={`${row.authorization} ${row.asked_at}`} row={row} isAgainst={isAgainst} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="faint backtest-inset">A sample is kept of each cell and of each rule in it, not all of them.</p>
    </>
  );
}

const TRUTHS: Readonly<Record<SampleCell, string>> = {
  tp: 'fraud',
  fn: 'fraud',
  fp: 'good',
  tn: 'good',
  unknowable: 'not known: declined then',
  immature: 'not known: too young',
  unlabelled: 'not known: no label',
};

function Row({ row, isAgainst }: { readonly row: BacktestRow; readonly isAgainst: boolean }) {
  const { authorization, asked_at, cell, outcome, other, amount, currency, matched, portfolio, merchant, card } = row;
  return (
    <tr data-cell={cell}>
      <td>
        <Link to="/authorizations/$id" params={{ id: authorization }} search={keepWorld} title={authorization}>
          <span className="hidden">Authorization of </span>
          <Time at={asked_at} isPrecise />
        </Link>
      </td>
      <td>{TRUTHS[cell]}</td>
      <td>
        <Outcome outcome={outcome} />
      </td>
      {isAgainst && <td>{other ? <Outcome outcome={other.outcome} /> : <span className="faint">–</span>}</td>}
      <td className="number">
        <Money amountMinor={amount} currency={currency} />
      </td>
      <td className="mono backtest-clip" title={matched.join(', ')}>
        {matched.join(', ') || <span className="faint">nothing</span>}
      </td>
      <td>{portfolio}</td>
      <td>{merchant ?? <span className="faint">–</span>}</td>
      <td>{card ? <Identifier id={card} length={14} /> : <span className="faint">–</span>}</td>
    </tr>
  );
}
