/** What a user may be, from the least to the most. */
export const ROLES = ['viewer', 'analyst', 'approver', 'admin'] as const;

export type Role = (typeof ROLES)[number];
