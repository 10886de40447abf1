import { Button } from '@mantine/core';
import { sayCount } from '../../../core/domain/figures.ts';
import type { BacktestResult, RuleResult, Sums } from '../../../core/history/result.ts';
import { download } from '../parts/download.ts';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Share } from '../parts/share.tsx';
import { rulesCsv } from './csv.ts';
import { RuleDetails } from './rule-details.tsx';
import type { RuleSort, RunSearch } from './search.ts';
import { sortRules } from './sort-rules.ts';
import { keyOf, sayRule } from './words.ts';

const COLUMNS = [
  ['id', 'Rule', 'its name'],
  ['matched', 'Matched', 'where its condition held'],
  ['precision', 'Precision', 'of what it matched, so much is fraud'],
  ['alone', 'Alone', 'matched where nothing else did that says the same or more'],
  ['marginal', 'Stops beside the others', 'what would be approved without it; of a rule in shadow what it would stop'],
  ['missing', 'Missing', 'asks where a value that it reads was missing, or where it failed'],
] as const satisfies readonly (readonly [RuleSort, string, string])[];

interface RulesPanelProps {
  readonly result: BacktestResult;
  readonly search: RunSearch;
  /** What the file is called that its figures are saved in, without the ending. */
  readonly file: string;
  change(change: {
    readonly sort?: RuleSort | undefined;
    readonly reverse?: true | undefined;
    readonly rule?: string | undefined;
  }): void;
}

/** What each rule and threshold did: sorted by any column, each opened to its weeks. */
export function RulesPanel({ result: { rules }, search, file, change }: RulesPanelProps) {
  const { sort = 'marginal', reverse = false, rule: open } = search;
  const sorted = sortRules(rules, sort, reverse);
  const sortBy = (column: RuleSort) =>
    change({
      sort: column === 'marginal' ? undefined : column,
      reverse: column === sort && !reverse ? true : undefined,
    });
  return (
    <Panel
      title="Rules and thresholds"
      isFlush
      actions={
        <Button
          size="compact-xs"
          variant="default"
          disabled={rules.length === 0}
          onClick={() => download(rulesCsv(sorted), `${file}.csv`, 'text/csv')}
        >
          Download as CSV
        </Button>
      }
    >
      {rules.length === 0 ? (
        <p className="empty">The policy has neither rules nor thresholds.</p>
      ) : (
        <Scroll label="Rules and thresholds">
          <table className="table backtest-rules">
            <thead>
              <tr>
                {COLUMNS.map(([column, name, what]) => (
                  <th
                    key={column}
                    className={column === 'id' ? undefined : 'number'}
                    aria-sort={column !== sort ? undefined : orderOf(column, reverse)}
                  >
                    <button type="button" className="backtest-sort" title={what} onClick={() => sortBy(column)}>
                      {name}
                      <span aria-hidden="true">{column === sort ? (isDown(column, reverse) ? ' ▾' : ' ▴') : ''}</span>
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.map((rule) => (
                <RuleRows
                  key={keyOf(rule)}
                  rule={rule}
                  isOpen={keyOf(rule) === open}
                  toggle={() => change({ rule: keyOf(rule) === open ? undefined : keyOf(rule) })}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

function isDown(column: RuleSort, isReverse: boolean): boolean {
  return (column === 'id') === isReverse;
}

function orderOf(column: RuleSort, isReverse: boolean): 'ascending' | 'descending' {
  return isDown(column, isReverse) ? 'descending' : 'ascending';
}

interface RowsProps {
  readonly rule: RuleResult;
  readonly isOpen: boolean;
  toggle(): void;
}

function RuleRows({ rule, isOpen, toggle }: RowsProps) {
  const id = `weeks-${keyOf(rule)}`;
  return (
    <>
      <tr data-chosen={isOpen || undefined} data-rule={keyOf(rule)}>
        <td>
          <button
            type="button"
            className="backtest-open mono"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={toggle}
          >
            {atUnderscores(rule.id)}
          </button>
          <span className="faint backtest-why">{sayRule(rule)}</span>
        </td>
        <td className="number">
          <Split sums={rule.matched} />
        </td>
        <td className="number">
          <Share share={rule.precision} />
        </td>
        <td className="number">
          <Split sums={rule.alone} />
        </td>
        <td className="number">
          <Split sums={rule.marginal} />
        </td>
        <td className={rule.errors > 0 ? 'number' : 'number faint'}>
          {sayCount(rule.missing)}
          {rule.errors > 0 && <span className="backtest-why act-decline">{sayCount(rule.errors)} failed</span>}
        </td>
      </tr>
      {isOpen && (
        <tr id={id} className="backtest-details">
          <td colSpan={COLUMNS.length}>
            <RuleDetails rule={rule} />
          </td>
        </tr>
      )}
    </>
  );
}

/** A long name, to be broken after an underscore or a full stop where it must be. */
function atUnderscores(name: string) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name never change places
  return name.split(/(?<=[_.])/).flatMap((part, place) => (place === 0 ? [part] : [<wbr key={place} />, part]));
}

/** A count, and of which is known what it was. Less than nothing is what a rule has approved. */
function Split({ sums: { count, fraud, good } }: { readonly sums: Sums }) {
  if (count === 0) return <span className="faint">0</span>;
  return (
    <>
      {count < 0 && '−'}
      {sayCount(Math.abs(count))}
      <span className="backtest-why">
        {sayCount(Math.abs(fraud))} fraud, {sayCount(Math.abs(good))} good
      </span>
    </>
  );
}
