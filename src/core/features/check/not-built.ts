/** What Sumatra's Scowl has and this one has not, by its name in lower case: what to write in its place. */
const NOT_BUILT: ReadonlyMap<string, string | null> = new Map([
  ['decayedcount', 'write Count(…) over a window'],
  ['decayedsum', 'write Sum(…) over a window'],
  ['decayedaverage', 'write Average(…) over a window'],
  ['hyperloglog', 'write CountUnique(…): it is exact for as long as a key has few events, and a sketch beyond'],
  ['sequence', 'write First(…), Latest(…) or CountUnique(…)'],
  ['set', 'write CountUnique(…) for how many there are'],
  ['vectoraverage', 'write Average(…) of each number'],
  ['lookup', 'send the value with the event and declare it as an input, or read a list in a rule: … in @list'],
  ['modelpredict', 'send the score with the event and declare it as an input'],
  ['require', 'send the value with the event and declare it as an input'],
  ['parseurl', 'write RegistrableDomain(…), or send the part of the address with the event'],
  ['ratio', 'write Count(… where …) / Count(…)'],
  ['formattime', 'write Hour(…), Day(…) or DayOfWeek(…)'],
  ['astimezone', 'write the zone where it matters, e.g. Hour(EventTime(), "Europe/Paris")'],
  ['gibberishnamescore', null],
  ['assert', 'write Case(when … then …)'],
  ['iferror', 'bad input gives null here: write Coalesce(…, …)'],
  ['type', null],
]);

/** What to say of a name that Sumatra's Scowl has and this one has not; null for any other name. */
export function notBuilt(name: string): { readonly message: string; readonly hint: string | undefined } | null {
  const instead = NOT_BUILT.get(name.toLowerCase());
  if (instead === undefined) return null;
  return { message: `Scowl has ${name}, Countersign does not, yet`, hint: instead ?? undefined };
}
