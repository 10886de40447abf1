import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCountersign } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { useWhyNot } from '../policy/why-not.ts';
import { keepWorld } from '../shell/nav.tsx';
import { withFile } from '../workspace/draft.ts';
import { useKeptDraft } from '../workspace/use-kept-draft.ts';
import { changesOf, type Moves, writeMoves } from './bounds.ts';

interface SaveDraftProps {
  /** The version that a draft begins with, where there is none. */
  readonly live: string;
  readonly profile: string;
  /** The portfolios that are under the profile: all of them change with it. */
  readonly portfolios: readonly string[];
  readonly moves: Moves;
}

/** Puts the chosen thresholds into the draft of the policy, from where they are tried and put live. */
export function SaveDraft({ live, profile, portfolios, moves }: SaveDraftProps) {
  const whyNot = useWhyNot('policy');
  const kept = useKeptDraft(useCountersign());
  const file = `profiles/${profile}.yaml`;
  const now = writeMoves(moves);
  const save = useMutation({
    async mutationFn(of: { readonly moves: Moves; readonly text: string }) {
      // With it comes all that reads YAML: nothing that a page should load before somebody saves.
      const { writeThresholds } = await import('../../../core/policy/write-thresholds.ts');
      await kept.keep(live, (draft) => {
        const text = draft.files[file];
        if (text === undefined) throw new Error(`the draft has no ${file}: it was renamed or taken away there`);
        return withFile(draft, file, writeThresholds(text, changesOf(of.moves)));
      });
      return of.text;
    },
  });
  const isSaved = save.data === now && now !== '';
  if (whyNot !== null)
    return <p className="faint">To save thresholds wants the scope policy, of all modes and accounts.</p>;
  return (
    <div className="thresholds-save">
      <Button
        size="xs"
        loading={save.isPending}
        disabled={now === '' || isSaved}
        onClick={() => save.mutate({ moves, text: now })}
      >
        Save as draft
      </Button>
      <span className="faint">
        {portfolios.length > 1
          ? `It changes the profile ${profile}, under which ${portfolios.join(', ')} are.`
          : `It changes the profile ${profile} in the draft of the policy; nothing is live before that is applied.`}
      </span>
      {save.error && (
        <Note tone="wrong" title="It was not saved">
          {messageOf(save.error)}.
        </Note>
      )}
      {isSaved && (
        <Note tone="good" title="It is in the draft">
          <Link to="/policy/edit" search={(before) => ({ ...keepWorld(before), file, panel: 'changes' as const })}>
            Look at it in the editor
          </Link>
          , or{' '}
          <Link to="/backtests" search={(before) => ({ ...keepWorld(before), policy: 'live', against: 'draft' })}>
            try it against what is in force
          </Link>
          .
        </Note>
      )}
    </div>
  );
}
