/** What may be chosen, and what is: one that is in force no longer may be looked for all the same. */
export function withChosen(names: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || names.includes(chosen) ? names : [...names, chosen];
}
