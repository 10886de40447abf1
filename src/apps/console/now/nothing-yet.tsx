import { useCountersign } from '../client.ts';

/** Why the page is empty, and how to see it work. */
export function NothingYet() {
  const { world } = useCountersign();
  return (
    <div className="now-nothing">
      <p>
        Nothing was asked yet in {world.live ? 'live' : 'test'} mode
        {world.account && ` for ${world.account}`}. What there is elsewhere is behind the switch at the top.
      </p>
      <ul>
        <li>
          To see traffic, an attack and what is declined, without Stripe: <code>npx countersign demo</code>
        </li>
        <li>
          Purchases in Stripe's test mode, answered by this service: <code>npx countersign simulate --stripe</code>
        </li>
        <li>
          To have Stripe ask: point its real-time authorization webhook at{' '}
          <code>{window.location.origin}/webhooks/stripe/authorizations</code>
        </li>
      </ul>
    </div>
  );
}
