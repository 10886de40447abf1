import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const slate: MantineColorsTuple = [
  '#f4f7f9',
  '#e7edf1',
  '#cdd9e1',
  '#b0c4d1',
  '#8fabbd',
  '#6f91a8',
  '#517892',
  '#355f7a',
  '#264b63',
  '#1d3b53',
];

/** The dark scheme's greys, of the same hue: Mantine's own are neutral and would stand out from the panels. */
const dark: MantineColorsTuple = [
  '#d5dee5',
  '#b4c1cb',
  '#93a3af',
  '#6b7c89',
  '#3d4d58',
  '#33424d',
  '#222d35',
  '#182127',
  '#12181d',
  '#0c1115',
];

/** Of acts that take something away: on its shades of both schemes white can be read, which Mantine's own lack. */
const red: MantineColorsTuple = [
  '#fdeceb',
  '#f8d4d1',
  '#efa8a2',
  '#e57a72',
  '#dc544a',
  '#d13c31',
  '#c4352b',
  '#bb2e25',
  '#b3261e',
  '#9d1d16',
];

/** An instrument: small type, little air, one colour that is not a meaning. */
export const theme = createTheme({
  primaryColor: 'slate',
  // On both of them white can be read.
  primaryShade: { light: 8, dark: 6 },
  colors: { slate, red, dark },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.375rem', sm: '0.625rem', md: '0.875rem', lg: '1.25rem', xl: '2rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/**
 * Colours that mean something, the same everywhere, each readable as text (4.5 to 1) on the page in its scheme.
 * Colour is never the only sign.
 */
export const themeVariables: CSSVariablesResolver = () => ({
  // What stands beside the main thing: readable, too.
  variables: { '--mantine-color-dimmed': 'var(--faint)' },
  light: {
    '--mantine-color-body': '#fbfcfd',
    '--mantine-color-dimmed': '#5b6b78',
    '--panel': '#ffffff',
    '--line': '#d9e1e7',
    '--faint': '#5b6b78',
    '--approve': '#1c6b4f',
    '--decline': '#b3261e',
    '--challenge': '#8a5300',
    '--notice': '#2a5d8f',
    '--approve-ground': '#e3f4ec',
    '--decline-ground': '#fbe9e7',
    '--challenge-ground': '#fdf0d9',
    '--notice-ground': '#e6f0f9',
  },
  dark: {
    '--mantine-color-body': '#12181d',
    '--mantine-color-dimmed': '#9fb0bd',
    '--panel': '#182127',
    '--line': '#2c3942',
    '--faint': '#9fb0bd',
    '--approve': '#6fd3a8',
    '--decline': '#ff9c92',
    '--challenge': '#f2bd6a',
    '--notice': '#8fc3f2',
    '--approve-ground': '#15352a',
    '--decline-ground': '#40201d',
    '--challenge-ground': '#3a2a10',
    '--notice-ground': '#17303f',
  },
});
