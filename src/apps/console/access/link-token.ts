let kept: string | null = null;

/**
 * Takes the secret of a link to sign in by out of the address, at once: nobody reads it over a shoulder, and no entry
 * of the history keeps it. `main.tsx` does so before anything is drawn.
 */
export function takeLinkToken(): string | null {
  const { pathname, search, hash } = window.location;
  const token = pathname === '/sign-in' ? /^#token=([\w-]{1,100})$/.exec(hash)?.[1] : undefined;
  if (token !== undefined) {
    kept = token;
    window.history.replaceState(window.history.state, '', pathname + search);
  }
  return kept;
}

/** It was used, or is good for nothing. */
export function forgetLinkToken(): void {
  kept = null;
}
