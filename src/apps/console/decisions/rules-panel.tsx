import { NativeSelect } from '@mantine/core';
import { comparisonText } from '../../../core/decision/explain.ts';
import type { Decision } from '../../../sdk/index.ts';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { asRecord } from './record.ts';
import { TextFilter } from './text-filter.tsx';
import { useDecisionSearch } from './use-decision-search.ts';
import { ACTIONS, RESULTS, TONES } from './words.ts';

type Finding = Decision['considered'][number];

const ORDER = [
  'matched',
  'error',
  'missing',
  'not_matched',
  'not_sampled',
] as const satisfies readonly Finding['result'][];

/** Every rule and threshold that was considered, and the comparison that settled it. */
export function RulesPanel({ decision }: { readonly decision: Decision }) {
  const { search, change } = useDecisionSearch();
  const find = search.find?.toLowerCase() ?? '';
  const isShown = ({ id, result, because }: Finding) =>
    `${id}\n${because.join('\n')}`.toLowerCase().includes(find) &&
    (search.rules === undefined || (search.rules === 'matched' ? result === 'matched' : result !== 'not_matched'));
  const shown = decision.considered.filter(isShown);
  const [deciding, shadow] = [false, true].map((isShadow) =>
    shown.filter((one) => (one.isShadow ?? false) === isShadow),
  );
  return (
    <Panel
      title={`Rules (${decision.considered.length})`}
      isFlush
      actions={
        <>
          <NativeSelect
            size="xs"
            aria-label="Which rules"
            value={search.rules ?? ''}
            onChange={({ currentTarget: { value } }) =>
              change({ rules: value === 'matched' || value === 'open' ? value : undefined })
            }
            data={[
              { value: '', label: 'all' },
              { value: 'matched', label: 'matched' },
              { value: 'open', label: 'all but no match' },
            ]}
          />
          <TextFilter
            name="find"
            label="Find a rule"
            isBare
            placeholder="find a rule"
            value={search.find}
            change={(find) => change({ find })}
          />
        </>
      }
    >
      {shown.length === 0 && (
        <div className="empty">{decision.considered.length === 0 ? NONE : 'None is like that.'}</div>
      )}
      <Findings label="Rules that decide" findings={deciding ?? []} decision={decision} />
      {shadow && shadow.length > 0 && (
        <>
          <h3 className="panel-sub">In shadow: looked at, and decided nothing</h3>
          <Findings label="Rules in shadow" findings={shadow} decision={decision} />
        </>
      )}
    </Panel>
  );
}

const NONE = 'No rule was considered.';

interface FindingsProps {
  readonly label: string;
  readonly findings: readonly Finding[];
  readonly decision: Decision;
}

function Findings({ label, findings, decision }: FindingsProps) {
  const sorted = ORDER.flatMap((result) => findings.filter((one) => one.result === result));
  if (sorted.length === 0) return null;
  return (
    <Scroll label={label} isHigh>
      <table className="table findings">
        <thead>
          <tr>
            <th>Result</th>
            <th>Does</th>
            <th>Rule</th>
            <th>Because</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((finding) => (
            <Row key={finding.id} finding={finding} decision={decision} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ finding, decision }: { readonly finding: Finding; readonly decision: Decision }) {
  const { id, action, result, because } = finding;
  const [sign, word] = RESULTS[result];
  return (
    <tr data-result={result}>
      <td className="word" data-tone={result === 'matched' ? TONES[action] : undefined}>
        <span aria-hidden="true">{sign}</span> {word}
      </td>
      <td>{ACTIONS[action]}</td>
      <td className="mono">
        <Breakable text={id} />
      </td>
      <td>
        {because.map((comparison) => (
          <div key={comparison} className="mono small">
            <Breakable text={comparisonText(comparison, asRecord(decision).attributes)} />
          </div>
        ))}
      </td>
    </tr>
  );
}

/** A long name that may go on in the next line behind its signs, and nowhere else. */
function Breakable({ text }: { readonly text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in their order
  return text.split(/(?<=[_.])/).map((part, index) => [index > 0 && <wbr key={index} />, part]);
}
