/** What of the draft is shown under the editor. */
export const PANELS = [
  ['problems', 'Problems'],
  ['cases', 'Cases'],
  ['changes', 'Changes'],
  ['history', 'What it would have changed'],
] as const;
export type PanelName = (typeof PANELS)[number][0];

/** What stands in the address of the editor. */
export interface WorkspaceSearch {
  /** The file that is open. */
  readonly file?: string;
  readonly panel?: PanelName;
  /** A decision to make a case of. */
  readonly case?: string;
}

/** What of an address the editor understands. */
export function readWorkspaceSearch({ file, panel, case: decision }: Record<string, unknown>): WorkspaceSearch {
  const known = PANELS.find(([name]) => name === panel)?.[0];
  return {
    ...(typeof file === 'string' && file !== '' && { file }),
    ...(known && { panel: known }),
    ...(typeof decision === 'string' && decision !== '' && { case: decision }),
  };
}
