/** A decision record's text with everything that the database wants; `fields` replace or add. */
export function decisionText(id: string, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    kind: 'decision',
    id,
    livemode: false,
    account: null,
    event: `evt_${id}`,
    ask: `iauth_${id}:0:1000`,
    authorization: `iauth_${id}`,
    asked_at: 1_763_000_000_000,
    received_at: 1_763_000_000_123,
    outcome: 'approve',
    review: false,
    answered_by: 'policy',
    portfolio: 'everyone',
    profile: 'balanced',
    policy_version: 'v1',
    reply: { approved: true, metadata: { countersign_decision: id } },
    ...fields,
  });
}

/** An event record's text; `fields` replace or add. */
export function eventText(id: string, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    kind: 'event',
    id,
    livemode: false,
    account: null,
    type: 'issuing_authorization.updated',
    object_id: 'iauth_1',
    content: `content of ${id}`,
    created: 1_763_000_000,
    received_at: 1_763_000_000_123,
    fields: {},
    ...fields,
  });
}

/** A tracked event's record text; `fields` replace or add. */
export function trackedText(id: string, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    kind: 'tracked',
    id,
    type: 'login',
    livemode: false,
    account: null,
    time: 1_763_000_000_000,
    received_at: 1_763_000_000_123,
    inputs: { user_id: 'u_1' },
    derived: {},
    ...fields,
  });
}
