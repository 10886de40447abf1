import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.tsx';

/** There is nothing at this address. */
export function MissingPage() {
  return (
    <Page title="Nothing here">
      <p>
        There is no page at this address. <Link to="/">Now</Link> shows what is going on.
      </p>
    </Page>
  );
}
