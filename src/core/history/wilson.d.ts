// The package has no types of its own.
declare module 'wilson-score-interval' {
  /** The bounds of the Wilson interval (95 %) of so many of so many. */
  function wilson(some: number, all: number): { left: number; right: number };
  export = wilson;
}
