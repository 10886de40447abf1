type Metadata = Readonly<Record<string, string>>;

/** Stripe's way to update metadata: named keys are set, an empty value takes the key away, the rest stays. */
export function mergeMetadata(before: Metadata, changes: Metadata): Record<string, string> {
  const merged = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') delete merged[key];
    else merged[key] = value;
  }
  return merged;
}
