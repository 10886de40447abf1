import type { Backtest } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { VersionLink } from '../policy/version-link.tsx';

interface RunPolicyProps {
  readonly policy: Backtest['policy'];
  readonly profile?: string | null;
}

/** Which policy a run is of: a stored version leads to its page, the files of a draft have none. */
export function RunPolicy({ policy: { of, version }, profile = null }: RunPolicyProps) {
  return (
    <>
      {of === 'files' ? (
        <>
          a draft, <Identifier id={version} length={24} />
        </>
      ) : (
        <VersionLink version={version} />
      )}
      {profile !== null && <span className="faint"> under {profile}</span>}
    </>
  );
}
