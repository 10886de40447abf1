import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { liveQuery } from '../policy/policy-queries.ts';
import { useWhyNot } from '../policy/why-not.ts';
import { keepWorld } from '../shell/nav.tsx';
import { Workspace } from './workspace.tsx';

const WIDE = '(min-width: 1024px)';
const IN_FORCE: string = '/policy';

/** Where the policy is changed, tried and put live. */
export function WorkspacePage() {
  const service = useCountersign();
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false });
  const whyNot = useWhyNot('policy');
  const live = useQuery(liveQuery(service));
  // What somebody has open is not thrown away when the window becomes narrow for a while.
  const [wasWide, setWasWide] = useState(isWide);
  useEffect(() => setWasWide((before) => before || isWide), [isWide]);
  return (
    <>
      {(whyNot !== null || !isWide) && (
        <Page title="Edit the policy">
          {whyNot === null ? (
            <Elsewhere title="The editor wants a wider window">It has room from 1024 pixels on.</Elsewhere>
          ) : (
            <Elsewhere title="Read only">{whyNot}</Elsewhere>
          )}
        </Page>
      )}
      {whyNot === null && wasWide && (
        <div hidden={!isWide}>
          <Loaded query={live}>{(current) => <Workspace service={service} live={current} />}</Loaded>
        </div>
      )}
    </>
  );
}

function Elsewhere({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Note title={title}>
      {children} What is in force can be{' '}
      <Link to={IN_FORCE} search={keepWorld}>
        read
      </Link>{' '}
      here as well.
    </Note>
  );
}
