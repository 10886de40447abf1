import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { Unmask } from '../access/unmask.tsx';
import { Identifier } from '../parts/identifier.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { Phone } from './challenge-state.tsx';
import { QuestionsLink } from './funnel-steps.tsx';
import { sayAsker, sayPhone, sayPresence } from './words.ts';

/** What the question is about, and who asked it. */
export function About({ challenge }: { readonly challenge: WholeChallenge }) {
  const { authorization, decision, card, cardholder, merchant, phone, rules, profile, language } = challenge;
  return (
    <Panel title="What it is about">
      <dl className="facts">
        <Fact name="Decision">
          {decision === null ? (
            'none of ours: Stripe declined by itself'
          ) : (
            <Link to="/decisions/$id" params={{ id: decision }} search={keepWorld}>
              why it was declined
            </Link>
          )}
        </Fact>
        <Fact name="Authorization">
          {authorization !== null && (
            <>
              <Identifier id={authorization} length={30} />{' '}
              <Link to="/authorizations/$id" params={{ id: authorization }} search={keepWorld}>
                its story
              </Link>
            </>
          )}
        </Fact>
        <Fact name="Merchant id">
          {merchant !== null && (
            <>
              <Identifier id={merchant} length={30} />{' '}
              <QuestionsLink search={{ merchant }}>questions there</QuestionsLink>
            </>
          )}
        </Fact>
        <Fact name="Card">
          {card !== null && (
            <>
              <Identifier id={card} length={30} /> <QuestionsLink search={{ card }}>questions about it</QuestionsLink>
            </>
          )}
        </Fact>
        <Fact name="Presented">{sayPresence(challenge.card_present)}</Fact>
        <Fact name="Cardholder">
          {cardholder !== null && (
            <>
              <Identifier id={cardholder} length={30} /> <Unmask cardholder={cardholder} />
            </>
          )}
        </Fact>
        <Fact name="Phone">{phone !== null && <Phone masked={sayPhone(phone)} />}</Fact>
        <Fact name="Asked by">
          {sayAsker(challenge)}
          {language !== null && `, in the language ${language}`}
        </Fact>
        <Fact name="Asked">
          <Time at={challenge.asked_at} isPrecise />
        </Fact>
        <Fact name="Because of">{rules.join(', ')}</Fact>
        <Fact name="Portfolio">{challenge.portfolio}</Fact>
        <Fact name="Profile">{profile}</Fact>
        <Fact name="Version">
          {challenge.policy_version !== null && <Identifier id={challenge.policy_version} length={24} />}
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === null || children === '' || children === false) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
