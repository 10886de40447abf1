const ID_LENGTH = 9;
const LENGTH = ID_LENGTH + 1;

/**
 * Where the id of a folded entry stands: by the hour of the entry, and the id's last sign, which spreads them over 64
 * places. So the one that is looked through with each write stays short on the busiest key.
 */
export function idPlace(hour: number, id: string): string {
  return `${hour}:${id.charAt(ID_LENGTH - 1)}`;
}

/** Ids with their letters, ten characters each, by place. */
export function byPlace(byHour: ReadonlyMap<number, string>): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const [hour, ids] of byHour) {
    for (let at = 0; at < ids.length; at += LENGTH) {
      const id = ids.slice(at, at + LENGTH);
      const place = idPlace(hour, id);
      places.set(place, (places.get(place) ?? '') + id);
    }
  }
  return places;
}
