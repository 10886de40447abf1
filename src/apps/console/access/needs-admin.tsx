import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';

/** What stands on a page for admins when somebody else comes there. */
export function NeedsAdmin({ title }: { readonly title: string }) {
  return (
    <Page title={title}>
      <Note>This is for admins. Ask one of them to make you one, or to look for you.</Note>
    </Page>
  );
}
