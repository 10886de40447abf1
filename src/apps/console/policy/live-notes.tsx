import { Link } from '@tanstack/react-router';
import type { LivePolicy } from '../../../sdk/index.ts';
import { Note } from '../parts/note.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { VersionLink } from './version-link.tsx';

/** What is out of the ordinary about the version in force: each thing in a sentence. */
export function LiveNotes({ live }: { readonly live: LivePolicy }) {
  const { activation, from, broken_rules: broken, differing_folder: folder, shadow, waiting } = live;
  return (
    <>
      {activation?.expires_at && (
        <Note tone="late" title="For a while only">
          {activation.kind === 'break_glass' ? 'It was put in by break-glass' : 'It is live for a while'}, until{' '}
          <Time at={activation.expires_at} />; then the version before is live again.
        </Note>
      )}
      {broken.length > 0 && (
        <Note tone="late" title={`The circuit breaker put ${broken.length === 1 ? 'a rule' : 'rules'} in shadow`}>
          {broken.map((id, place) => (
            <span key={id}>
              {place > 0 && ', '}
              <Link className="mono" to="/policy" search={{ text: id }}>
                {id}
              </Link>
            </span>
          ))}{' '}
          matched far more than was foretold and {broken.length === 1 ? 'decides' : 'decide'} nothing while this version
          is live.
        </Note>
      )}
      {waiting.map(({ version, by, note }) => (
        <Note key={version} tone="late" title="Waits for a second person">
          <VersionLink version={version} />, by <Who by={by} />
          {note && <>: “{note}”</>}. Somebody else makes it live.
        </Note>
      ))}
      {from === 'kept' && (
        <Note tone="late" title="The policy folder is broken">
          What decides is the policy that was kept from before.
        </Note>
      )}
      {folder !== null && (
        <Note title="The policy folder holds another version">
          <span className="mono">{folder}</span> is in the folder of this service; what was applied here counts.
        </Note>
      )}
      {shadow !== null && (
        <Note title="In shadow">
          <VersionLink version={shadow} /> is evaluated beside it. <Link to="/policy/shadow">What it would change</Link>
        </Note>
      )}
    </>
  );
}
