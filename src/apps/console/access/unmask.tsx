import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Unmasked } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { useMay } from '../shell/session.ts';
import { FormFault } from './form-fault.tsx';
import { useAct } from './use-act.ts';
import './access.css';

const SHOWN_SECONDS = 60;

/**
 * Name and numbers of a cardholder, for who may see them: asks for a reason, which the audit keeps, shows what Stripe
 * says for a minute, and hides it again. Nothing of it is kept among what was loaded.
 */
export function Unmask({ cardholder }: { readonly cardholder: string }) {
  const may = useMay('unmask');
  const [shown, setShown] = useState<Unmasked | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const isOf = shown?.id === cardholder;
  if (shown && isOf) return <Shown unmasked={shown} onHide={() => setShown(null)} />;
  if (isAsking && may) {
    return (
      <Why
        cardholder={cardholder}
        onClose={() => setIsAsking(false)}
        onShown={(unmasked) => {
          setIsAsking(false);
          setShown(unmasked);
        }}
      />
    );
  }
  return (
    <Button
      size="compact-xs"
      variant="default"
      disabled={!may}
      title={
        may ? 'Name, contact and last digits, from Stripe' : 'It wants the scope unmask: approvers and admins have it'
      }
      onClick={() => setIsAsking(true)}
    >
      Unmask
    </Button>
  );
}

interface WhyProps {
  readonly cardholder: string;
  onClose(): void;
  onShown(unmasked: Unmasked): void;
}

function Why({ cardholder, onClose, onShown }: WhyProps) {
  const { client } = useCountersign();
  const [reason, setReason] = useState('');
  const { isBusy, error, act } = useAct();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act(async () => onShown(await client.cardholders.unmask(cardholder, { reason })));
      }}
    >
      <div className="unmask-form">
        <TextInput
          size="xs"
          label="Why"
          description="It stands in the audit for good: nothing personal."
          placeholder="ticket 4711"
          autoFocus
          required
          withAsterisk={false}
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={({ key }) => key === 'Escape' && onClose()}
        />
        <Button size="xs" type="submit" loading={isBusy}>
          Show
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
      <FormFault title="Not shown" error={error} />
    </form>
  );
}

function Shown({ unmasked, onHide }: { readonly unmasked: Unmasked; onHide(): void }) {
  const [left, setLeft] = useState(SHOWN_SECONDS);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left <= 0) onHide();
  }, [left, onHide]);
  const { name, email, phone, city, country, cards } = unmasked;
  const place = [city, country].filter((part) => part !== null).join(', ');
  return (
    <section className="unmasked" aria-label="Unmasked">
      <dl className="facts">
        <dt>Name</dt>
        <dd>{name}</dd>
        <dt>E-mail</dt>
        <dd>{email ?? '–'}</dd>
        <dt>Phone</dt>
        <dd>{phone ?? '–'}</dd>
        <dt>Lives in</dt>
        <dd>{place || '–'}</dd>
        <dt>Cards</dt>
        <dd>{cards.map(({ last4, status }) => `•••• ${last4} (${status})`).join(', ') || '–'}</dd>
      </dl>
      <p className="faint">
        Hidden again in {left} s.{' '}
        <Button size="compact-xs" variant="default" onClick={onHide}>
          Hide now
        </Button>
      </p>
    </section>
  );
}
