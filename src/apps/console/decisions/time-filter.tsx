import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { DecisionsSearch, Span } from './search.ts';
import { useWritten } from './use-written.ts';

const WHENS: Readonly<Record<string, string>> = {
  '': 'any time',
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
  between: 'from … to …',
};

interface TimeFilterProps {
  readonly search: DecisionsSearch;
  change(changes: { readonly [Name in 'span' | 'from' | 'to']?: DecisionsSearch[Name] | undefined }): void;
}

/** When the decisions fell that are shown: a span until now, or between two moments. */
export function TimeFilter({ search: { span, from, to }, change }: TimeFilterProps) {
  // The address does not tell it while neither moment is set.
  const [isChoosing, setIsChoosing] = useState(false);
  const isBetween = from !== undefined || to !== undefined || (isChoosing && span === undefined);
  const set = (name: 'from' | 'to', moment: string | undefined) => {
    setIsChoosing(true);
    change({ [name]: moment, span: undefined });
  };
  return (
    <>
      <NativeSelect
        size="xs"
        label="Time"
        value={isBetween ? 'between' : (span ?? '')}
        onChange={({ currentTarget: { value } }) => {
          setIsChoosing(value === 'between');
          const next = value === 'between' ? undefined : ((value || undefined) as Span | undefined);
          change({ span: next, from: undefined, to: undefined });
        }}
        data={Object.entries(WHENS).map(([value, label]) => ({ value, label }))}
      />
      {isBetween && (
        <>
          <Moment label="From" iso={from} change={(moment) => set('from', moment)} />
          <Moment label="To" iso={to} change={(moment) => set('to', moment)} />
        </>
      )}
    </>
  );
}

interface MomentProps {
  readonly label: string;
  readonly iso: string | undefined;
  change(iso: string | undefined): void;
}

function Moment({ label, iso, change }: MomentProps) {
  const [written, write] = useWritten(localTime(iso), (text) => {
    const ms = Date.parse(text);
    change(Number.isNaN(ms) ? undefined : new Date(ms).toISOString());
  });
  return (
    <TextInput
      size="xs"
      type="datetime-local"
      // Else the browser takes years of six digits.
      max="9999-12-31T23:59"
      label={label}
      value={written}
      onChange={({ currentTarget }) => write(currentTarget.value)}
    />
  );
}

/** A moment as the browser's own field takes it, in the viewer's zone. */
function localTime(iso: string | undefined): string {
  if (iso === undefined) return '';
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
