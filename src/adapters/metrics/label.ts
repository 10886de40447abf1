/** The values that a label may take: those that are known, and so many others as they turn up. */
export interface LabelBound {
  readonly name: string;
  readonly known: readonly string[];
  readonly others: number;
}

/** What all further values are called. */
export const OTHER = 'other';
/** A longer value is none of ours, and a scrape carries every value each time. */
const MAX_LENGTH = 100;

/**
 * Gives the value that is shown for a value: itself, or `other` once there were too many of them. What is known has its
 * place whatever comes before it.
 */
export function createAdmission({ known, others }: Omit<LabelBound, 'name'>): (value: string) => string {
  const admitted = new Set([...known, OTHER]);
  let room = others;
  return (value) => {
    if (admitted.has(value)) return value;
    if (room === 0 || value.length > MAX_LENGTH) return OTHER;
    room -= 1;
    admitted.add(value);
    return value;
  };
}
