import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { PanelName } from './search.ts';

const route = getRouteApi('/shell/policy/edit');

/** What of the draft is open, as the address says it, and ways to open something else. */
export interface Address {
  readonly file: string | null;
  readonly panel: PanelName;
  open(file: string): void;
  show(panel: PanelName): void;
}

/** What of the draft is open. Going from file to file leaves no trace in the history of the browser. */
export function useAddress(): Address {
  const { file = null, panel = 'problems' } = route.useSearch();
  const navigate = useNavigate();
  const open = useCallback(
    (name: string) => {
      void navigate({ to: '.', search: (search) => ({ ...search, file: name }), replace: true });
    },
    [navigate],
  );
  const show = useCallback(
    (name: PanelName) => {
      void navigate({ to: '.', search: (search) => ({ ...search, panel: name }), replace: true });
    },
    [navigate],
  );
  return useMemo(() => ({ file, panel, open, show }), [file, panel, open, show]);
}
