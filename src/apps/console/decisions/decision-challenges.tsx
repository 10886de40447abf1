import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { unaskableInWords } from '../../../core/decision/vocabulary.ts';
import type { Decision } from '../../../sdk/index.ts';
import { STATE_WORDS } from '../challenges/words.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { keepWorld } from '../shell/nav.tsx';

/** Whether a decision had to do with questions to the cardholder: it put one, could not, or went by an answer. */
export function hadToAsk(decision: Decision): boolean {
  const { facts, challenge } = decision;
  return Boolean(challenge || facts.unaskable || facts.allowance || facts.has_rejected_challenge);
}

/** What a decision had to do with questions to the cardholder, each with the way to it. */
export function DecisionChallenges({ decision }: { readonly decision: Decision }) {
  const { facts, challenge, card, merchant } = decision;
  return (
    <>
      {challenge && (
        <div>
          <Link to="/challenges/$id" params={{ id: challenge.id }} search={keepWorld}>
            a question to the cardholder
          </Link>
          {challenge.state !== null && `: ${STATE_WORDS[challenge.state].word}`}
        </div>
      )}
      {facts.unaskable && (
        <div title={facts.unaskable}>the cardholder could not be asked: {unaskableInWords(facts.unaskable)}</div>
      )}
      {facts.allowance && <Allowance id={facts.allowance} card={card} merchant={merchant} />}
      {facts.has_rejected_challenge && (
        <div>
          the cardholder said that a purchase here was not theirs:{' '}
          <Link
            to="/challenges"
            search={(world) => ({
              ...keepWorld(world),
              ...{ tab: 'questions' as const, state: 'rejected' as const },
              ...(card !== null && { card }),
              ...(merchant !== null && { merchant }),
            })}
          >
            the answer
          </Link>
        </div>
      )}
    </>
  );
}

interface AllowanceProps {
  readonly id: string;
  readonly card: string | null;
  readonly merchant: string | null;
}

/** An allowance stands on the page of the question whose YES made it. */
function Allowance({ id, card, merchant }: AllowanceProps) {
  const { client, key } = useCountersign();
  const about = { ...(card !== null && { card }), ...(merchant !== null && { merchant }) };
  const { data } = useQuery({
    queryKey: [key, 'challenges', 'allowances', about],
    queryFn: ({ signal }) => client.allowances.list({ ...about, limit: 100 }, { signal }),
    staleTime: 60_000,
  });
  const question = data?.data.find((one) => one.id === id)?.challenge;
  return (
    <div>
      there is an allowance of an earlier YES:{' '}
      {question === undefined ? (
        <Identifier id={id} />
      ) : (
        <Link to="/challenges/$id" params={{ id: question }} search={keepWorld}>
          the allowance
        </Link>
      )}
    </div>
  );
}
