import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** What is and was wrong, in all processes. */
export function alarmsClient(send: SendCall) {
  const list = (query: is.Paged<is.AlarmFilter> = {}, options?: CallOptions) =>
    send<Page<is.Alarm>>({ method: 'GET', path: ['alarms'], query }, options);
  return {
    list,
    each: (query: is.Paged<is.AlarmFilter> = {}) => eachRow(list, query),
    acknowledge: (id: string, body: is.AcknowledgeRequest = {}, options?: CallOptions) =>
      send<is.Alarm>({ method: 'POST', path: ['alarms', id, 'acknowledge'], body, isAct: true }, options),
  };
}
