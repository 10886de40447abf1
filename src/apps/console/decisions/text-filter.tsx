import { TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useKeys } from '../parts/keys.ts';
import { useWritten } from './use-written.ts';

interface TextFilterProps {
  readonly name: string;
  readonly label: string;
  /** The label is only for those who hear the page. */
  readonly isBare?: boolean;
  readonly placeholder: string;
  readonly value: string | undefined;
  /** Values to choose from. */
  readonly list?: readonly string[];
  /** Whether `/` leads to it. */
  readonly isSearch?: boolean;
  change(value: string | undefined): void;
}

/** A text that filters a moment after the last letter; `value` is the one of the address. */
export function TextFilter({ name, label, value = '', change, ...rest }: TextFilterProps) {
  const { isBare = false, placeholder, list, isSearch = false } = rest;
  const [written, write] = useWritten(value, (text) => change(text || undefined));
  const field = useRef<HTMLInputElement>(null);
  useKeys(isSearch ? [{ press: '/', does: 'search', run: () => field.current?.select() }] : []);
  return (
    <>
      <TextInput
        ref={field}
        size="xs"
        name={name}
        type={isSearch ? 'search' : 'text'}
        {...(isBare ? { 'aria-label': label } : { label })}
        placeholder={placeholder}
        value={written}
        autoComplete="off"
        spellCheck={false}
        {...(list && { list: `known-${name}` })}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
      {list && (
        <datalist id={`known-${name}`}>
          {list.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </>
  );
}
