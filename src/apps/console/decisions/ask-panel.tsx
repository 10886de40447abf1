import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Decision } from '../../../sdk/index.ts';
import { Unmask } from '../access/unmask.tsx';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { DecisionChallenges, hadToAsk } from './decision-challenges.tsx';
import type { DecisionsSearch } from './search.ts';
import { inWords } from './words.ts';

/** What was asked: how much, where, on whose card, and how it was presented. */
export function AskPanel({ decision }: { readonly decision: Decision }) {
  const { authorization, merchant, card, cardholder, facts } = decision;
  return (
    <Panel title="What was asked">
      <dl className="facts">
        <Fact name="Authorization">{authorization && <Identifier id={authorization} length={30} />}</Fact>
        <Fact name="Amount">
          <Money amountMinor={decision.amount_minor} currency={decision.currency} />
        </Fact>
        <Fact name="Merchant">
          {[decision.merchant_name, decision.merchant_category && inWords(decision.merchant_category)]
            .filter(Boolean)
            .join(', ')}
          {decision.merchant_country && `, ${decision.merchant_country}`}
        </Fact>
        <Fact name="Merchant id">
          {merchant && <Others id={merchant} filter={{ merchant }} what="decisions there" />}
        </Fact>
        <Fact name="Card">{card && <Others id={card} filter={{ card }} what="decisions on it" />}</Fact>
        <Fact name="Card is">{cardWords(decision)}</Fact>
        <Fact name="Cardholder">
          {cardholder && <Others id={cardholder} filter={{ cardholder }} what="their decisions" />}{' '}
          {cardholder && <Unmask cardholder={cardholder} />}
        </Fact>
        <Fact name="Presented">{presented(decision)}</Fact>
        <Fact name="Asked">
          <Time at={decision.asked_at} isPrecise />
        </Fact>
        <Fact name="Portfolio">{decision.portfolio}</Fact>
        <Fact name="Profile">{decision.profile}</Fact>
        <Fact name="Version">
          <Identifier id={decision.policy_version} length={24} />
        </Fact>
        <Fact name="Lists">{facts.list_hits.map(({ list, attribute }) => `@${list} by ${attribute}`).join(', ')}</Fact>
        <Fact name="Challenges">{hadToAsk(decision) && <DecisionChallenges decision={decision} />}</Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === null || children === undefined || children === '' || children === false) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Others({
  id,
  filter,
  what,
}: {
  readonly id: string;
  readonly filter: DecisionsSearch;
  readonly what: string;
}) {
  return (
    <>
      <Identifier id={id} length={30} />{' '}
      <Link to="/decisions" search={(before) => ({ ...keepWorld(before), ...filter })} className="aside">
        {what}
      </Link>
    </>
  );
}

function cardWords({ seen }: Decision): string {
  const card = (seen?.card ?? {}) as { readonly status?: string; readonly type?: string; readonly warning?: unknown };
  return [card.type, card.status, card.warning ? 'with a fraud warning' : null].filter(Boolean).join(', ');
}

/** As far as rules read it: no more was recorded. */
function presented({ attributes }: Decision): string {
  const said = (name: string) => (typeof attributes[name] === 'string' ? inWords(String(attributes[name])) : null);
  const isPresent = attributes.is_card_present;
  const wallet = said('digital_wallet');
  const cvc = said('cvc_check');
  return [
    said('authorization_method'),
    isPresent === true ? 'card present' : isPresent === false ? 'card not present' : null,
    wallet && `by ${wallet}`,
    attributes.is_3d_secure_authenticated === true && '3D Secure authenticated',
    cvc && `CVC: ${cvc}`,
  ]
    .filter(Boolean)
    .join(', ');
}
