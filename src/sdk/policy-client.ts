import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** The policy: what is in force, and how another one comes into force. */
export function policyClient(send: SendCall) {
  const versions = (query: is.Paged = {}, options?: CallOptions) =>
    send<Page<is.PolicyVersion>>({ method: 'GET', path: ['policy', 'versions'], query }, options);
  return {
    current: (options?: CallOptions) => send<is.LivePolicy>({ method: 'GET', path: ['policy'] }, options),
    check: (body: is.CheckRequest, options?: CallOptions) =>
      send<is.CheckReport>({ method: 'POST', path: ['policy', 'check'], body }, options),
    apply: (body: is.ApplyRequest, options?: CallOptions) =>
      send<is.Published>({ method: 'POST', path: ['policy', 'apply'], body, isAct: true }, options),
    activate: (version: string, body: is.ActivateRequest = {}, options?: CallOptions) => {
      const path = ['policy', 'versions', version, 'activate'];
      return send<is.Published>({ method: 'POST', path, body, isAct: true }, options);
    },
    rollback: (body: is.RollbackRequest = {}, options?: CallOptions) =>
      send<is.Published>({ method: 'POST', path: ['policy', 'rollback'], body, isAct: true }, options),
    versions,
    eachVersion: (query: is.Paged = {}) => eachRow(versions, query),
    version: (version: string, options?: CallOptions) =>
      send<is.WholePolicyVersion>({ method: 'GET', path: ['policy', 'versions', version] }, options),
    vocabulary: (query: is.VocabularyQuery = {}, options?: CallOptions) =>
      send<is.Vocabulary>({ method: 'GET', path: ['policy', 'vocabulary'], query }, options),
    activations: (query: { limit?: number } = {}, options?: CallOptions) =>
      send<Page<is.Activation>>({ method: 'GET', path: ['policy', 'activations'], query }, options),
    diff: (query: is.DiffQuery = {}, options?: CallOptions) =>
      send<is.PolicyDiff>({ method: 'GET', path: ['policy', 'diff'], query }, options),
    diffFiles: (body: is.DiffFilesRequest, options?: CallOptions) =>
      send<is.PolicyDiff>({ method: 'POST', path: ['policy', 'diff'], body }, options),
    ...shadowClient(send),
  };
}

function shadowClient(send: SendCall) {
  const shadowDifferences = (query: is.Paged<is.DifferenceFilter> = {}, options?: CallOptions) => {
    const path = ['policy', 'shadow', 'differences'];
    return send<is.ShadowDifferencePage>({ method: 'GET', path, query, isScoped: true }, options);
  };
  return {
    shadow: (options?: CallOptions) => send<is.ShadowState>({ method: 'GET', path: ['policy', 'shadow'] }, options),
    setShadow: (body: is.ShadowRequest, options?: CallOptions) =>
      send<is.ShadowState>({ method: 'PUT', path: ['policy', 'shadow'], body, isAct: true }, options),
    endShadow: (options?: CallOptions) =>
      send<is.ShadowState>({ method: 'DELETE', path: ['policy', 'shadow'], isAct: true }, options),
    shadowDifferences,
    eachShadowDifference: (query: is.Paged<is.DifferenceFilter> = {}, options?: CallOptions) =>
      eachRow((page) => shadowDifferences(page, options), query),
  };
}
