const SIGNS = { approve: '✓', decline: '✕', challenge: '?' } as const;
const WORDS = { approve: 'approved', decline: 'declined', challenge: 'challenged' } as const;

/** What was said of a purchase, as a sign, a word and a colour. */
export function Outcome({ outcome }: { readonly outcome: keyof typeof SIGNS }) {
  return (
    <span className="word" data-tone={outcome}>
      <span aria-hidden="true">{SIGNS[outcome]}</span>
      {WORDS[outcome]}
    </span>
  );
}
