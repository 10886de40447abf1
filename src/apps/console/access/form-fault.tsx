import { CountersignError } from '../../../sdk/index.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';

/** Why a form was not taken: each fault, without where in the request it stood. */
export function FormFault({ title, error }: { readonly title: string; readonly error: unknown }) {
  if (error === null) return null;
  const faults = error instanceof CountersignError ? (error.problem?.errors ?? []) : [];
  const said = faults.map(({ path, message }) => `The ${path.replace(/^body\.?/, '') || 'form'} ${message}`);
  return (
    <Note tone="wrong" title={title}>
      {(said.length > 0 ? said.join('. ') : messageOf(error)).replace(/^./, (first) => first.toUpperCase())}.
    </Note>
  );
}
