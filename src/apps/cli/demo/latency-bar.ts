import { type Line, piece, type Style } from './styled.ts';
import { LIMIT_MS } from './tally.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Stripe's two seconds as a bar, true to scale: filled up to p99, with a mark at the slowest answer. */
export function latencyBar(p99Ms: number, maxMs: number, columns: number): Line {
  const cells = Math.max(1, columns - 1);
  const eighths = Math.min(cells * 8, Math.ceil((p99Ms / LIMIT_MS) * cells * 8));
  const filled = '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
  const slowest = Math.min(cells - 1, Math.floor((maxMs / LIMIT_MS) * cells));
  const track = Array.from({ length: cells - filled.length }, (_, index) =>
    maxMs > 0 && index + filled.length === slowest ? '┼' : '─',
  );
  return [piece(filled, styleOf(p99Ms)), piece(track.join(''), 'dim'), piece('┤', 'dim')];
}

/** Countersign itself means to answer within 1,200 ms. */
function styleOf(p99Ms: number): Style {
  if (p99Ms > LIMIT_MS) return 'declined';
  return p99Ms > 1_200 ? 'challenged' : 'bold';
}
