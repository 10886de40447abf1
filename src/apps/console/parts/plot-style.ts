/** What plots take from the theme at an element: its font, its colours by their variables, and how axes look. */
export function plotStyle(element: HTMLElement) {
  const style = getComputedStyle(element);
  const font = style.fontFamily;
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--faint'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
    font: `11px ${font}`,
  };
  return { font, colour, axis };
}
