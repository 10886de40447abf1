const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** So many bytes for people, in thousands: `950 B`, `1.0 MB`. */
export function saySize(bytes: number): string {
  const place = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 10 ** (3 * place)).toFixed(place === 0 ? 0 : 1)} ${UNITS[place]}`;
}
