/** Which users or keys are looked at; those that are in force without it. */
export interface AllSearch {
  readonly show?: 'all';
}

/** What is understood of an address. */
export function allSearch({ show }: Record<string, unknown>): AllSearch {
  return show === 'all' ? { show } : {};
}

/** Which acts are looked at. */
export interface AuditSearch {
  readonly act?: string;
  readonly subject?: string;
  /** The id of who did them. */
  readonly by?: string;
}

/** What is understood of an address. */
export function auditSearch({ act, subject, by }: Record<string, unknown>): AuditSearch {
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 200;
  return { ...(isText(act) && { act }), ...(isText(subject) && { subject }), ...(isText(by) && { by }) };
}
