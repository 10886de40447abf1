import { Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

/** Light or dark: the system's until one is chosen. */
export function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      onClick={() => setColorScheme(other)}
      aria-label={`Change to the ${other} scheme`}
      title={`Change to the ${other} scheme`}
    >
      <span aria-hidden="true">{scheme === 'dark' ? '☀' : '☾'}</span>
    </Button>
  );
}
