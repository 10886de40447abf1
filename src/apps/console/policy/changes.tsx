import type { PolicyDiff } from '../../../sdk/index.ts';
import { Code } from '../parts/code.tsx';
import type { Language } from '../parts/tokens.ts';

type Change = PolicyDiff['changes']['parts'][number];
type Field = Change['fields'][number];

const HEADINGS: Readonly<Record<Change['kind'], string>> = {
  rule: 'Rules',
  feature: 'Features',
  profile: 'Profiles',
  portfolio: 'Portfolios',
  list: 'Lists',
  rate: 'Rates',
  text: 'Texts',
  case: 'Cases',
};
/** So many things of a kind, and settings of a thing, are shown at once; the rest on demand. */
const SHOWN = 20;
/** Values that are longer than this stand on lines of their own. */
const SHORT = 40;
const LANGUAGES: Readonly<Record<string, Language>> = { rule: 'rule', when: 'rule', definition: 'scowl' };

/** What changed between two policies, thing by thing: what it was, what it is. */
export function Changes({ changes: { parts, portfolioOrder, cases } }: { readonly changes: PolicyDiff['changes'] }) {
  return Object.entries(HEADINGS).map(([kind, heading]) => {
    const ofKind = parts.filter((part) => part.kind === kind);
    const order = kind === 'portfolio' ? portfolioOrder : null;
    if (ofKind.length === 0 && !order) return null;
    const count = kind === 'case' && cases.before !== cases.after ? `: ${cases.before} → ${cases.after}` : '';
    return (
      <section key={kind} aria-label={heading}>
        <h3>
          {heading}
          {count}
        </h3>
        <ul>
          {ofKind.slice(0, SHOWN).map((part) => (
            <ChangeRow key={part.name} change={part} />
          ))}
          {order && (
            <li data-change="changed">
              Their order: <FromTo before={order.before.join(', ')} after={order.after.join(', ')} />
            </li>
          )}
        </ul>
        {ofKind.length > SHOWN && (
          <details>
            <summary>And {ofKind.length - SHOWN} more</summary>
            <ul>
              {ofKind.slice(SHOWN).map((part) => (
                <ChangeRow key={part.name} change={part} />
              ))}
            </ul>
          </details>
        )}
      </section>
    );
  });
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;

function ChangeRow({ change: { kind, name, change, fields } }: { readonly change: Change }) {
  const shown = fields.slice(0, SHOWN);
  return (
    <li data-change={change}>
      <span aria-hidden="true" className="mono">
        {SIGNS[change]}{' '}
      </span>
      <strong className={kind === 'case' ? undefined : 'mono'}>
        {kind === 'list' && '@'}
        {name}
      </strong>{' '}
      <span className="faint">{change}</span>
      {fields.length > 0 && (
        <dl>
          {shown.map((field) => (
            <FieldRow key={field.field} field={field} isWhole={change !== 'changed'} />
          ))}
        </dl>
      )}
      {fields.length > SHOWN && <p className="faint">and {fields.length - SHOWN} more</p>}
    </li>
  );
}

function FieldRow({ field: { field, before, after }, isWhole }: { readonly field: Field; readonly isWhole: boolean }) {
  const language = LANGUAGES[field];
  return (
    <>
      <dt>{field}</dt>
      <dd>
        {isWhole ? (
          <Value text={after ?? before} language={language} />
        ) : (
          <FromTo before={before} after={after} language={language} />
        )}
      </dd>
    </>
  );
}

interface FromToProps {
  readonly before: string | null;
  readonly after: string | null;
  readonly language?: Language | undefined;
}

/** `50 → 40`, or one above the other where they are long. */
function FromTo({ before, after, language }: FromToProps) {
  const isLong = Math.max(before?.length ?? 0, after?.length ?? 0) > SHORT;
  const way = isLong ? 'diff-whole' : undefined;
  return (
    <>
      <del className={way}>
        <span className="hidden">was </span>
        <Value text={before} language={language} />
      </del>
      {!isLong && <span aria-hidden="true"> → </span>}
      <ins className={way}>
        <span className="hidden">is </span>
        <Value text={after} language={language} />
      </ins>
    </>
  );
}

function Value({ text, language }: { readonly text: string | null; readonly language?: Language | undefined }) {
  if (text === null) return <span className="faint">not set</span>;
  return language ? <Code text={text} language={language} /> : text;
}
