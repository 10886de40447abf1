import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** Questions to cardholders, and what became of them. */
export function challengesClient(send: SendCall) {
  const list = (query: is.Paged<is.ChallengeFilter> = {}, options?: CallOptions) =>
    send<Page<is.Challenge>>({ method: 'GET', path: ['challenges'], query, isScoped: true }, options);
  const act = (channel: string, what: 'pause' | 'resume', options?: CallOptions) => {
    const path = ['challenges', 'channels', channel, what];
    return send<is.ChallengeChannel>({ method: 'POST', path, isScoped: true, isAct: true }, options);
  };
  return {
    list,
    each: (query: is.Paged<is.ChallengeFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    /** With its timeline: replies, the allowance, and what was bought there later. */
    get: (id: string, options?: CallOptions) =>
      send<is.WholeChallenge>({ method: 'GET', path: ['challenges', id], isScoped: true }, options),
    /** From asked to saved. */
    funnel: (query: is.ChallengeFunnelQuery = {}, options?: CallOptions) =>
      send<is.ChallengeFunnel>({ method: 'GET', path: ['challenges', 'funnel'], query, isScoped: true }, options),
    /** The cardholder said NO by mistake. */
    lift: (id: string, body: is.LiftRequest = {}, options?: CallOptions) => {
      const call = { method: 'POST', path: ['challenges', id, 'lift'], body, isScoped: true, isAct: true } as const;
      return send<is.WholeChallenge>(call, options);
    },
    /** Which ways to ask there are, and which of them are switched off. */
    channels: (options?: CallOptions) =>
      send<is.ChallengeChannels>({ method: 'GET', path: ['challenges', 'channels'], isScoped: true }, options),
    /** Switches a channel off: nobody is asked by it. */
    pause: (channel: string, options?: CallOptions) => act(channel, 'pause', options),
    /** Switches a channel on again. */
    resume: (channel: string, options?: CallOptions) => act(channel, 'resume', options),
  };
}

/** What answered questions allow. */
export function allowancesClient(send: SendCall) {
  const list = (query: is.Paged<is.AllowanceFilter> = {}, options?: CallOptions) =>
    send<Page<is.Allowance>>({ method: 'GET', path: ['allowances'], query, isScoped: true }, options);
  return {
    list,
    each: (query: is.Paged<is.AllowanceFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    /** Ends it now. */
    revoke: (id: string, body: is.RevokeRequest = {}, options?: CallOptions) => {
      const call = { method: 'POST', path: ['allowances', id, 'revoke'], body, isScoped: true, isAct: true } as const;
      return send<is.Allowance>(call, options);
    },
  };
}
