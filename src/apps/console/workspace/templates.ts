/** What a file of a policy can be. */
export type FileKind = 'rules' | 'features' | 'cases' | 'lists' | 'profiles' | 'texts';

/** A kind of file: where it stands, and what a new one begins with. */
export interface Template {
  readonly kind: FileKind;
  readonly title: string;
  readonly ending: string;
  /** What it is called where nobody says. */
  readonly name: string;
  text(name: string): string;
}

export const TEMPLATES: readonly Template[] = [
  {
    kind: 'rules',
    title: 'Rule',
    ending: '.yaml',
    name: 'mine',
    text: (name) => `rules:
  - id: ${name}
    rule: "Block if :fraud_risk_score: > 90"
    mode: shadow
    tags: [likely]
    note: Why this rule is there.
`,
  },
  {
    kind: 'features',
    title: 'Feature',
    ending: '.scowl',
    name: 'mine',
    text: (name) => `event authorization
-- How often this card was tried within the hour, before this purchase.
${name.replaceAll('-', '_')}_tries_hourly := Count(by card last 1 hour exclusive)
`,
  },
  {
    kind: 'cases',
    title: 'Case',
    ending: '.yaml',
    name: 'mine',
    text: (name) => `cases:
  - name: ${name}, a small purchase that nothing speaks against is approved
    amount: 5
    expect: { outcome: approve }
`,
  },
  {
    kind: 'lists',
    title: 'List',
    ending: '.yaml',
    name: 'mine',
    text: () => `type: merchant
note: What is on this list.
entries: []
`,
  },
  {
    kind: 'profiles',
    title: 'Profile',
    ending: '.yaml',
    name: 'mine',
    text: () => `description: Whom this appetite suits.
thresholds:
  fraud_risk_score: { decline: 75 }
stand_in:
  otherwise: decline
`,
  },
  {
    kind: 'texts',
    title: 'Texts to cardholders',
    ending: '.yaml',
    name: 'en',
    text: () => `question: "Did you try to pay {amount} at {merchant}? Reply YES if it was you, NO if not."
stop: "Reply STOP to get no more."
verified: "Thank you. Please wait a moment and try the purchase again."
rejected: "Thank you. The purchase stays declined."
unclear: "Sorry, reply only YES if you tried to pay {amount} at {merchant}, or only NO."
expired: "Sorry, it is too late to answer that. Please try the purchase again."
merchant: a shop
yes: ["YES", "Y"]
no: ["NO", "N"]
`,
  },
];

/** Where a file of this kind and name stands in the policy folder. */
export function pathOf({ kind, ending }: Template, name: string): string {
  return `${kind}/${name}${ending}`;
}

/** Why a file can't be called so, as a sentence; null where it can. */
export function nameFault(path: string, taken: Iterable<string>): string | null {
  if (new Set(taken).has(path)) return 'There is such a file already.';
  if (/^(?:portfolios|rates)\.yaml$/.test(path)) return null;
  if (/^features\/[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\.scowl$/.test(path)) return null;
  if (/^(?:rules|cases)\/[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\.yaml$/.test(path)) return null;
  if (/^(?:profiles|lists)\/[a-z0-9][a-z0-9_-]{0,63}\.yaml$/.test(path)) return null;
  if (/^texts\/[a-z]{2,3}\.yaml$/.test(path)) return null;
  if (/^texts\//.test(path)) return 'Texts are named by their language: texts/de.yaml.';
  if (/^(?:profiles|lists)\//.test(path)) return 'Profiles and lists are named in lower case letters, digits, - and _.';
  return 'A file is rules/…, cases/…, profiles/…, lists/… or texts/….yaml, or features/….scowl.';
}

/** What was pasted as a feature, as a file: of the event authorization where it names none. */
export function featureFile(pasted: string): string {
  const text = `${pasted.trim()}\n`;
  return /^event[ \t]+\w/m.test(text) ? text : `event authorization\n${text}`;
}

/** What a file of pasted features may be called: by the first of them. */
export function featureFileName(pasted: string, taken: Iterable<string>): string {
  const first = /^([A-Za-z_]\w*)\s*:=/m.exec(pasted)?.[1] ?? 'mine';
  const names = new Set(taken);
  const path = (end: string) => `features/${first.replaceAll('_', '-')}${end}.scowl`;
  for (let number = 2, end = ''; ; end = `-${number++}`) if (!names.has(path(end))) return path(end);
}
