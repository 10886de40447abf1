import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { becauseInWords } from '../../../core/decision/question.ts';
import type { Challenge } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { saySpan } from '../parts/say-span.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useNow } from '../parts/use-now.ts';
import { useRowKeys } from '../parts/use-row-keys.ts';
import { keepWorld } from '../shell/nav.tsx';
import { ChallengeState, Phone } from './challenge-state.tsx';
import { sayChannel, sayPhone } from './words.ts';

/** Questions, one a row; `j` and `k` go from one to the next, Enter opens it. */
export function QuestionTable({ questions }: { readonly questions: readonly Challenge[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const nowMs = useNow(10_000);
  useRowKeys(body, 'question');
  return (
    <Scroll label="Questions to cardholders">
      <table className="table challenges-questions">
        <thead>
          <tr>
            <th>Asked</th>
            <th>State</th>
            <th className="number">Amount</th>
            <th>Merchant</th>
            <th>Phone</th>
            <th>Answer</th>
            <th>Asked by</th>
            <th>Because</th>
            <th>Card</th>
            <th>Profile</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {questions.map((question) => (
            <Row key={question.id} question={question} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Row({ question, nowMs }: { readonly question: Challenge; readonly nowMs: number }) {
  const { id, state, because, rules, card, merchant, merchant_name: name } = question;
  const navigate = useNavigate();
  return (
    // By keyboard the row's link does the same.
    <tr
      onClick={({ target }) => {
        const isOwn = target instanceof Element && target.closest('a, button') !== null;
        if (!isOwn) void navigate({ to: '/challenges/$id', params: { id }, search: keepWorld });
      }}
    >
      <td>
        <Link to="/challenges/$id" params={{ id }} search={keepWorld}>
          <span className="hidden">Question of </span>
          <Time at={question.asked_at} isPrecise />
        </Link>
      </td>
      <td title={because === null ? undefined : becauseInWords(because)}>
        <ChallengeState state={state} />
      </td>
      <td className="number">
        <Money amountMinor={question.amount_minor} currency={question.currency} />
      </td>
      <td className="challenges-clip" title={[name, merchant].filter(Boolean).join(', ')}>
        {name ?? merchant ?? <span className="faint">unnamed</span>}
      </td>
      <td>
        <Phone masked={sayPhone(question.phone)} />
        {question.opted_out && state !== 'opted_out' && <span className="faint"> (STOP)</span>}
      </td>
      <td>
        <Answer question={question} nowMs={nowMs} />
      </td>
      <td className="challenges-nowrap">{sayChannel(question)}</td>
      <td className="challenges-clip" title={rules.join(', ')}>
        {rules.join(', ') || <span className="faint">–</span>}
      </td>
      <td>{card ? <Identifier id={card} length={12} /> : <span className="faint">–</span>}</td>
      <td className="challenges-clip">{question.profile ?? <span className="faint">–</span>}</td>
    </tr>
  );
}

/** When it was answered, or until when that may be. */
function Answer({
  question: { answered_at, answer_by, ended_at },
  nowMs,
}: {
  readonly question: Challenge;
  readonly nowMs: number;
}) {
  if (answered_at !== null) return <Time at={answered_at} />;
  if (ended_at !== null || answer_by === null) return <span className="faint">–</span>;
  const endMs = Date.parse(answer_by);
  return (
    <span className="challenges-nowrap" title={`${answer_by.replace('T', ' ').replace('Z', '')} UTC`}>
      {endMs <= nowMs ? 'time is over' : `ends ${saySpan(endMs, nowMs)}`}
    </span>
  );
}
