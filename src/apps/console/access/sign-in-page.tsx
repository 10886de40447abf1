import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { CountersignError } from '../../../sdk/index.ts';
import { clientFor } from '../client.ts';
import { Failure, messageOf, Waiting } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { LinkForm } from './link-form.tsx';
import { forgetLinkToken, takeLinkToken } from './link-token.ts';
import { PasswordForm } from './password-form.tsx';
import './access.css';

/** Where one says who one is: by login and password, or by a link. */
export function SignInPage() {
  const [token, setToken] = useState(takeLinkToken);
  useEffect(() => {
    document.title = 'Sign in · Countersign';
    // A link that is opened in a window that is here already changes nothing but the fragment.
    const take = () => setToken(takeLinkToken());
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  function leave() {
    forgetLinkToken();
    setToken(null);
  }
  return (
    <main className="sign-in">
      <div className="sign-in-name">
        <img src="/mark.svg" alt="" width="22" height="22" />
        Countersign
      </div>
      {token === null ? <PasswordForm /> : <ByLink key={token} token={token} onLeave={leave} />}
    </main>
  );
}

function ByLink({ token, onLeave }: { readonly token: string; onLeave(): void }) {
  const link = useQuery({
    // Not the token itself: what is kept of queries outlives the page.
    queryKey: ['sign-in-link', token.slice(-6)],
    queryFn: () => clientFor({ live: false, account: null }).session.look({ token }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  if (link.data) return <LinkForm token={token} link={link.data} />;
  if (!link.error) return <Waiting />;
  const isVoid = link.error instanceof CountersignError && [400, 401].includes(link.error.status ?? 0);
  if (!isVoid) return <Failure error={link.error} retry={link.refetch} />;
  return (
    <>
      <h1>This link does not sign anybody in</h1>
      <Note tone="wrong">{messageOf(link.error)}. An admin can make another one.</Note>
      <Button fullWidth variant="default" onClick={onLeave}>
        Sign in with a password
      </Button>
    </>
  );
}
