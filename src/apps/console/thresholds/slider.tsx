import { type CSSProperties, useId } from 'react';
import type { CellSignal } from '../../../core/history/what-if.ts';
import { type Bound, boundAt, placeOf, placesOf, sayPlace, type Word } from './bounds.ts';
import { DOES } from './words.ts';

/** A place worth knowing on a slider. */
export interface Tick {
  readonly bound: Bound;
  readonly name: string;
}

interface SliderProps {
  readonly signal: CellSignal;
  readonly word: Word;
  readonly bound: Bound;
  /** Where it stands today. */
  readonly today: Bound;
  /** Other places worth knowing: those of the aims. */
  readonly ticks?: readonly Tick[];
  move(bound: Bound): void;
}

/** One threshold: from the strictest on the left to "never" on the right, with today's place marked. */
export function Slider({ signal, word, bound, today, ticks = [], move }: SliderProps) {
  const id = useId();
  const most = placesOf(signal);
  const at = (each: Bound) => ({ '--at': placeOf(signal, each) / most }) as CSSProperties;
  const isMoved = bound !== today;
  const was = `today ${sayPlace(signal, today)}`;
  return (
    <div className="threshold" data-word={word} data-moved={isMoved || undefined}>
      <label htmlFor={id}>{DOES[word]}</label>
      <output htmlFor={id}>{sayPlace(signal, bound)}</output>
      <div className="threshold-track">
        <input
          id={id}
          type="range"
          min={0}
          max={most}
          step={1}
          value={placeOf(signal, bound)}
          aria-valuetext={`${sayPlace(signal, bound)}${isMoved ? `; ${was}` : ', as it is today'}`}
          onChange={({ currentTarget }) => move(boundAt(signal, Number(currentTarget.value)))}
        />
        <i className="threshold-today" style={at(today)} title={was} aria-hidden="true" />
        {ticks.map(({ bound: place, name }) => (
          <i key={name} className="threshold-tick" style={at(place)} title={name} aria-hidden="true" />
        ))}
      </div>
      {isMoved && <span className="threshold-was">{was}</span>}
    </div>
  );
}
