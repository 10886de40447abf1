import { TextInput } from '@mantine/core';

const LEAST = 12;

/** A password that somebody chooses. How long it must be is said before it is sent. */
export function NewPassword({ value, onChange }: { readonly value: string; onChange(value: string): void }) {
  const isShort = value !== '' && [...value].length < LEAST;
  return (
    <TextInput
      label="New password"
      description={`${LEAST} characters or more; a few words are good.`}
      name="new-password"
      type="password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={LEAST}
      maxLength={200}
      value={value}
      error={isShort ? `${LEAST - [...value].length} more` : null}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
