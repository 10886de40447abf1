import { Link } from '@tanstack/react-router';

/** Whether those that are over are shown, too. It stands in the address. */
export function ShowAll({ isAll, over }: { readonly isAll: boolean; readonly over: string }) {
  return (
    <Link to="." search={(now) => ({ ...now, show: isAll ? undefined : 'all' }) as never}>
      {isAll ? `Hide ${over}` : `Show ${over}`}
    </Link>
  );
}
