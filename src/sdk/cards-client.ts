import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** What is known of cards. */
export function cardsClient(send: SendCall) {
  return {
    get: (id: string, options?: CallOptions) =>
      send<is.Card>({ method: 'GET', path: ['cards', id], isScoped: true }, options),
  };
}

/** How far the sweeps through Stripe's lists are. */
export function sweepsClient(send: SendCall) {
  return {
    list: (options?: CallOptions) => send<Page<is.Sweep>>({ method: 'GET', path: ['sweeps'], isScoped: true }, options),
  };
}

/** What is known of cardholders, all that is held of one, and how to be rid of it. */
export function cardholdersClient(send: SendCall) {
  const held = (id: string, { also, ...query }: is.Paged<is.AlsoTheirs> = {}, options?: CallOptions) => {
    const path = ['cardholders', id, 'held'];
    const call = { method: 'GET', path, query: { ...query, also: also?.join(',') }, isScoped: true } as const;
    return send<Page<is.HeldRow>>(call, options);
  };
  return {
    held,
    eachHeld: (id: string, query: is.Paged<is.AlsoTheirs> = {}, options?: CallOptions) =>
      eachRow((page) => held(id, page, options), query),
    erase: (id: string, body: is.EraseRequest = {}, options?: CallOptions) => {
      const path = ['cardholders', id, 'erase'];
      return send<is.Erased>({ method: 'POST', path, body, isScoped: true, isAct: true }, options);
    },
    /** What is personal of them, asked of Stripe; it is kept nowhere. */
    unmask: (id: string, body: is.UnmaskRequest, options?: CallOptions) => {
      const path = ['cardholders', id, 'unmask'];
      return send<is.Unmasked>({ method: 'POST', path, body, isScoped: true }, options);
    },
    get: (id: string, options?: CallOptions) =>
      send<is.Cardholder>({ method: 'GET', path: ['cardholders', id], isScoped: true }, options),
  };
}
