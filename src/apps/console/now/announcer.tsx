import { useEffect, useRef, useState } from 'react';
import type { FeedRows, ToldDecision } from './feed-rows.ts';

const EVERY_MS = 15_000;

/** Says now and then what came, to who does not see the list: not each row, which would never end. */
export function Announcer({ rows, isQuiet }: { readonly rows: FeedRows; readonly isQuiet: boolean }) {
  const [said, setSaid] = useState('');
  const latest = useRef(rows);
  latest.current = rows;
  const heard = useRef<string | null>(null);
  useEffect(() => {
    if (isQuiet) return;
    const timer = setInterval(() => {
      const decisions = latest.current.shown.filter((row): row is ToldDecision => row.type === 'decision');
      const end = decisions.findIndex(({ id }) => id === heard.current);
      const news = end < 0 ? decisions : decisions.slice(0, end);
      // The first time all that is there was there before.
      if (heard.current !== null && news.length > 0) setSaid(sentence(news));
      heard.current = decisions[0]?.id ?? '';
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isQuiet]);
  return (
    <p className="hidden" role="status">
      {said}
    </p>
  );
}

function sentence(news: readonly ToldDecision[]): string {
  const count = (outcome: ToldDecision['outcome']) => news.filter((decision) => decision.outcome === outcome).length;
  return `${news.length} new decisions: ${count('decline')} declined, ${count('challenge')} challenged`;
}
