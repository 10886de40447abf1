import { sayCount } from '../../../core/domain/figures.ts';

const BAR = 24;

/** How far features are filled, as a line; `events` is null when it is done. */
export function fillingLine(share: number, events: number | null): string {
  const full = Math.round(share * BAR);
  const counted = events === null ? 'done' : `${sayCount(events)} events`;
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `filling features from history [${'█'.repeat(full)}${'·'.repeat(BAR - full)}] ${percent} %  ${counted}   `;
}
