import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import { REVIEW_KINDS, type ReviewKind } from '../../../core/domain/review.ts';
import type { ReviewCounts } from '../../../sdk/index.ts';
import { capital } from '../parts/capital.ts';
import { aboutOf, type ReviewSearch } from './search.ts';
import { KIND_WORDS } from './words.ts';

interface QueueFiltersProps {
  readonly search: ReviewSearch;
  /** What there is among the open ones; undefined while it is not known. */
  readonly counts: ReviewCounts | undefined;
}

type Facets = ReviewCounts['rules'];

/** Which of them are shown. Everything stands in the address. */
export function QueueFilters({ search, counts }: QueueFiltersProps) {
  const navigate = useNavigate();
  const { show, kind, cause, rule, portfolio, assigned, card, cardholder, merchant } = search;
  const go = (changes: { [Name in keyof ReviewSearch]: ReviewSearch[Name] | undefined }) =>
    void navigate({ to: '/reviews', search: pruned({ ...search, ...changes }) });
  const because = kind ? `kind ${kind}` : rule ? `rule ${rule}` : cause ? `cause ${cause}` : '';
  const isFiltered = [kind, cause, rule, portfolio, assigned, card, cardholder, merchant].some(Boolean);
  return (
    <search className="reviews-filters">
      <NativeSelect
        size="xs"
        label="Because of"
        value={because}
        onChange={({ currentTarget: { value } }) => {
          const [name = '', ...rest] = value.split(' ');
          const none = { kind: undefined, rule: undefined, cause: undefined };
          go({ ...none, ...(name !== '' && { [name]: rest.join(' ') }) });
        }}
      >
        <option value="">anything</option>
        <optgroup label="What opened it">
          {REVIEW_KINDS.map((each) => (
            <option key={each} value={`kind ${each}`}>
              {capital(KIND_WORDS[each])}
              {countOf(counts?.kinds, each)}
            </option>
          ))}
        </optgroup>
        <Options label="Rules" name="rule" facets={counts?.rules} chosen={rule} />
        <Options label="Alarms and outages" name="cause" facets={counts?.causes} chosen={cause} />
      </NativeSelect>
      <NativeSelect
        size="xs"
        label="Portfolio"
        value={portfolio ?? ''}
        onChange={({ currentTarget: { value } }) => go({ portfolio: value || undefined })}
      >
        <option value="">any</option>
        <Choices facets={counts?.portfolios} chosen={portfolio} />
      </NativeSelect>
      {show !== 'mine' && (
        <NativeSelect
          size="xs"
          label="Assigned to"
          value={assigned ?? ''}
          onChange={({ currentTarget: { value } }) => go({ assigned: value || undefined })}
        >
          <option value="">anybody or nobody</option>
          <option value="nobody">nobody{show === undefined && counts ? ` (${counts.unassigned})` : ''}</option>
          <option value="me">me{show === undefined && counts ? ` (${counts.mine})` : ''}</option>
          {assigned && !['nobody', 'me'].includes(assigned) && <option value={assigned}>{assigned}</option>}
        </NativeSelect>
      )}
      <About
        key={card ?? cardholder ?? merchant ?? ''}
        id={card ?? cardholder ?? merchant ?? ''}
        onChange={(about) => go({ card: undefined, cardholder: undefined, merchant: undefined, ...about })}
      />
      {isFiltered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => void navigate({ to: '/reviews', search: show === undefined ? {} : { show } })}
        >
          Clear
        </Button>
      )}
    </search>
  );
}

function About({ id, onChange }: { readonly id: string; onChange(about: ReturnType<typeof aboutOf>): void }) {
  const [typed, setTyped] = useState(id);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange(aboutOf(typed));
      }}
    >
      <TextInput
        size="xs"
        label="Card, cardholder or merchant"
        placeholder="ic_…, ich_… or a merchant's id"
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
    </form>
  );
}

interface OptionsProps {
  readonly label: string;
  readonly name: string;
  readonly facets: Facets | undefined;
  readonly chosen: string | undefined;
}

function Options({ label, name, facets = [], chosen }: OptionsProps): ReactNode {
  if (facets.length === 0 && chosen === undefined) return null;
  return (
    <optgroup label={label}>
      <Choices facets={facets} chosen={chosen} prefix={`${name} `} />
    </optgroup>
  );
}

interface ChoicesProps {
  readonly facets: Facets | undefined;
  readonly chosen: string | undefined;
  readonly prefix?: string;
}

/** What there is, and what is chosen though there is none of it at the moment. */
function Choices({ facets = [], chosen, prefix = '' }: ChoicesProps): ReactNode {
  const isMissing = chosen !== undefined && !facets.some(({ value }) => value === chosen);
  return (
    <>
      {isMissing && <option value={`${prefix}${chosen}`}>{chosen}</option>}
      {facets.map(({ value, count }) => (
        <option key={value} value={`${prefix}${value}`}>
          {value} ({sayCount(count)})
        </option>
      ))}
    </>
  );
}

function countOf(facets: Facets | undefined, kind: ReviewKind): string {
  const count = facets?.find(({ value }) => value === kind)?.count;
  return count === undefined ? '' : ` (${sayCount(count)})`;
}

function pruned(search: { [Name in keyof ReviewSearch]: ReviewSearch[Name] | undefined }): ReviewSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
