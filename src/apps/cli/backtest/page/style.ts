/** How the page looks: light and dark, wide and narrow. */
export const STYLE = `:root {
  color-scheme: light dark;
  --paper: #ffffff; --ground: #f5f6f8; --ink: #1b1f24; --faint: #59636e; --line: #d9dee4; --grid: #e6e9ed;
  --fraud-stopped: #1f5fbf; --fraud-approved: #c23a3a; --good-stopped: #d98a00; --good-approved: #c3ccd6;
  --precision: #1f5fbf; --recall: #7a4fc4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191d; --ground: #1f242a; --ink: #e8ebef; --faint: #9aa5b1; --line: #353c45; --grid: #2a3037;
    --fraud-stopped: #6ea3f2; --fraud-approved: #e06a63; --good-stopped: #e8a83a; --good-approved: #4a5560;
    --precision: #6ea3f2; --recall: #b795ee;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 2rem 1.25rem 3rem; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.75rem; font-size: 1.2rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.75rem; }
section, footer { margin-top: 2.5rem; }
.span, .faint, caption, dt, figcaption { color: var(--faint); }
.span { margin: 0.25rem 0 0.75rem; }
.lead { max-width: 46rem; font-size: 1.1rem; }
.faint { font-size: 0.87rem; }
code { font: 0.87em ui-monospace, monospace; overflow-wrap: anywhere; }
.badge { padding: 0 0.35em; border: 1px solid var(--line); border-radius: 3px; color: var(--faint); }
.tiles {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(230px, 1fr));
  gap: 0.9rem;
  margin: 1.5rem 0 0;
}
.tile { padding: 0.8rem 1rem; background: var(--ground); border-left: 4px solid var(--line); border-radius: 4px; }
.tile.fraud-stopped { border-color: var(--fraud-stopped); }
.tile.good-stopped { border-color: var(--good-stopped); }
.tile dd { display: grid; margin: 0; font-size: 0.87rem; }
.tile strong { font-size: 1.7rem; line-height: 1.35; }
figure { margin: 0 0 1.75rem; min-width: 0; }
figcaption { margin-bottom: 0.4rem; font-size: 0.93rem; }
svg { display: block; overflow: visible; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 0 2.5rem; }
.bar { margin-bottom: 1rem; }
.bar-name { margin: 0 0 0.2rem; font-weight: 600; }
.ends {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 1.5rem;
  margin: 0.25rem 0 0;
  font-size: 0.87rem;
}
.keys { display: flex; gap: 1.25rem; margin: 0 0 0.5rem; font-size: 0.87rem; }
.key {
  display: inline-block;
  width: 0.75em;
  height: 0.75em;
  margin-right: 0.4em;
  border-radius: 2px;
  background: currentColor;
}
.plot { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 0.6rem; }
.plot .ends { color: var(--faint); flex-wrap: nowrap; }
.heights {
  display: flex;
  flex-direction: column;
  justify-content: space-between;
  height: 180px;
  margin: 0;
  color: var(--faint);
  font-size: 0.8rem;
  line-height: 1;
  text-align: right;
}
rect.fraud-stopped { fill: var(--fraud-stopped); } .key.fraud-stopped { color: var(--fraud-stopped); }
rect.fraud-approved { fill: var(--fraud-approved); } .key.fraud-approved { color: var(--fraud-approved); }
rect.good-stopped { fill: var(--good-stopped); } .key.good-stopped { color: var(--good-stopped); }
rect.good-approved { fill: var(--good-approved); } .key.good-approved { color: var(--good-approved); }
.key.precision { color: var(--precision); } .key.recall { color: var(--recall); }
.line { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line.precision { stroke: var(--precision); } .line.recall { stroke: var(--recall); stroke-dasharray: 6 3; }
.line.approvals { stroke: var(--good-stopped); stroke-dasharray: 2 3; } .key.approvals { color: var(--good-stopped); }
.line.fraud-stopped { stroke: var(--fraud-stopped); } .line.good-stopped { stroke: var(--good-stopped); }
.mark { stroke: var(--faint); stroke-dasharray: 3 3; vector-effect: non-scaling-stroke; }
.band { opacity: 0.16; } .band.precision { fill: var(--precision); } .band.recall { fill: var(--recall); }
.hover { fill: transparent; } .hover:hover { fill: var(--ink); fill-opacity: 0.06; }
.grid, .axis { stroke: var(--grid); vector-effect: non-scaling-stroke; } .axis { stroke: var(--faint); }
.marginal { display: grid; gap: 0.45rem; margin: 0; padding: 0; list-style: none; }
.marginal li {
  display: grid;
  grid-template-columns: minmax(11rem, 17rem) minmax(0, 1fr) 9.5rem;
  gap: 0 1rem;
  align-items: center;
}
.amounts { font-size: 0.8rem; line-height: 1.25; text-align: right; white-space: nowrap; }
.spark { display: inline-block; vertical-align: middle; } .spark rect { fill: var(--faint); }
.scroll { margin-bottom: 1.5rem; overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--fraud-stopped); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
caption { padding: 0 0 0.3rem; font-size: 0.93rem; text-align: left; }
th, td {
  padding: 0.3rem 0.9rem 0.3rem 0;
  border-bottom: 1px solid var(--line);
  text-align: left;
  white-space: nowrap;
  vertical-align: top;
}
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--faint); font-weight: 500; vertical-align: bottom; white-space: normal; }
tbody th { position: sticky; left: 0; background: var(--paper); font-weight: 400; }
.number { text-align: right; }
td.text { min-width: 14rem; white-space: normal; }
details { margin-bottom: 0.6rem; } summary { padding: 0.2rem 0; cursor: pointer; }
details .scroll { margin-top: 0.5rem; }
.about { display: grid; gap: 0.3rem; margin: 0 0 1rem; }
.about div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: 0.75rem; }
.about dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  main { padding: 1.25rem 1rem 2rem; }
  h1 { font-size: 1.4rem; }
  .lead { font-size: 1rem; }
  .marginal { gap: 0.9rem; }
  .marginal li { grid-template-columns: minmax(0, 1fr) auto; gap: 0.2rem 0.75rem; }
  .marginal .name { grid-column: 1 / -1; }
  table { font-size: 0.84rem; }
  th, td { padding-right: 0.7rem; }
  caption span { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 2rem); }
  tbody th { min-width: 7.5rem; max-width: 46vw; white-space: normal; }
  .about div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
@media print { body { font-size: 12px; } section { break-inside: avoid-page; } }
`;
