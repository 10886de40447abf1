import { Link } from '@tanstack/react-router';

/** A version of the policy by its name, which leads to its page. */
export function VersionLink({ version }: { readonly version: string }) {
  return (
    <Link className="mono" to="/policy/versions/$version" params={{ version }}>
      {version}
    </Link>
  );
}
