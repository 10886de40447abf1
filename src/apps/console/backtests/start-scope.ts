/** The scope without which one may look at runs, and start none. */
export const START_SCOPE = 'policy';
