import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Decision, DecisionCase } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { download } from '../parts/download.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { useCopied } from '../parts/use-copied.ts';
import { useDecisionSearch } from './use-decision-search.ts';

/** A case of the policy, made of the decision: it expects what was decided. */
export function CasePanel({ decision }: { readonly decision: Decision }) {
  const { client, key } = useCountersign();
  const { search, change } = useDecisionSearch();
  const isOpen = search.case === true;
  const made = useQuery({
    queryKey: [key, 'decision', decision.id, 'case'],
    queryFn: ({ signal }) => client.decisions.case(decision.id, { signal }),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Panel
      title="Make a case of it"
      actions={
        <Button size="compact-xs" variant="default" onClick={() => change({ case: isOpen ? undefined : true })}>
          {isOpen ? 'Hide the case' : 'Show the case'}
        </Button>
      }
    >
      {isOpen ? (
        <Loaded query={made}>{(data) => <Made made={data} />}</Loaded>
      ) : (
        <p className="faint">
          A case expects what was decided here, so that a change of the policy that undoes it is seen.
        </p>
      )}
    </Panel>
  );
}

function Made({ made: { decision, text, file, differences } }: { readonly made: DecisionCase }) {
  const { isCopied, copy } = useCopied(text);
  return (
    <>
      {differences.length > 0 && (
        <Note tone="late" title="The record hides something that a rule read">
          The case expects what is decided on an invented person: {differences.join('; ')}.
        </Note>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="case-text" tabIndex={0} aria-label="The case as YAML">
        <pre>{text}</pre>
      </section>
      <div className="case-acts">
        <Button size="compact-xs" variant="default" onClick={copy} aria-live="polite">
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => download(text, file, 'application/yaml')}>
          Download {file}
        </Button>
        <Link to="/policy/edit" search={{ case: decision }}>
          Open in Policy
        </Link>
      </div>
    </>
  );
}
