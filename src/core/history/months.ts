import type { Window } from './window.ts';

// Months are UTC's, and written `2026-10`.

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Whether a text is a month. */
export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** The month of a moment. */
export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

/** From when to when a month goes. */
export function monthSpan(month: string): Window {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { fromMs: Date.UTC(year, number - 1), toMs: Date.UTC(year, number) };
}

/** The month before, or so many before. */
export function monthsBefore(month: string, count = 1): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(Date.UTC(year, number - 1 - count));
}
