import type { CallOptions, SendCall } from './call.ts';
import { eachRow, type Page } from './pages.ts';
import type * as is from './resources.ts';

/** The rules of a version. */
export function rulesClient(send: SendCall) {
  const list = (query: is.Paged<is.RuleFilter> = {}, options?: CallOptions) =>
    send<Page<is.PolicyRule>>({ method: 'GET', path: ['rules'], query }, options);
  return { list, each: (query: is.Paged<is.RuleFilter> = {}) => eachRow(list, query) };
}

/** The profiles of a version. */
export function profilesClient(send: SendCall) {
  const list = (query: is.Paged<is.RuleFilter> = {}, options?: CallOptions) =>
    send<Page<is.Profile>>({ method: 'GET', path: ['profiles'], query }, options);
  return { list, each: (query: is.Paged<is.RuleFilter> = {}) => eachRow(list, query) };
}

/** The portfolios of a version. */
export function portfoliosClient(send: SendCall) {
  const list = (query: is.Paged<is.RuleFilter> = {}, options?: CallOptions) =>
    send<Page<is.Portfolio>>({ method: 'GET', path: ['portfolios'], query }, options);
  return { list, each: (query: is.Paged<is.RuleFilter> = {}) => eachRow(list, query) };
}

/** The lists of the policy and their entries. */
export function listsClient(send: SendCall) {
  const entries = (name: string, query: is.Paged<is.EntryFilter> = {}, options?: CallOptions) => {
    const path = ['lists', name, 'entries'];
    return send<Page<is.ListEntry>>({ method: 'GET', path, query, isScoped: true }, options);
  };
  return {
    list: (options?: CallOptions) => send<Page<is.List>>({ method: 'GET', path: ['lists'] }, options),
    get: (name: string, options?: CallOptions) =>
      send<is.WholeList>({ method: 'GET', path: ['lists', name], isScoped: true }, options),
    /** What the policy itself puts on it. */
    ofPolicy: (name: string, query: is.Paged<is.EntryText> = {}, options?: CallOptions) =>
      send<Page<is.PolicyEntry>>({ method: 'GET', path: ['lists', name, 'policy'], query }, options),
    entries,
    eachEntry: (name: string, query: is.Paged<is.EntryFilter> = {}, options?: CallOptions) =>
      eachRow((page) => entries(name, page, options), query),
    addEntry: (name: string, body: is.NewListEntry, options?: CallOptions) => {
      const path = ['lists', name, 'entries'];
      return send<is.ListEntry>({ method: 'POST', path, body, isScoped: true, isAct: true }, options);
    },
    removeEntry: (name: string, id: string, options?: CallOptions) => {
      const path = ['lists', name, 'entries', id];
      return send<is.ListEntry>({ method: 'DELETE', path, isScoped: true, isAct: true }, options);
    },
  };
}

/** The features of a version. */
export function featuresClient(send: SendCall) {
  const list = (query: is.Paged<is.RuleFilter> = {}, options?: CallOptions) =>
    send<Page<is.Feature>>({ method: 'GET', path: ['features'], query }, options);
  return { list, each: (query: is.Paged<is.RuleFilter> = {}) => eachRow(list, query) };
}

/** The counters that features are read from. */
export function countersClient(send: SendCall) {
  return {
    get: (options?: CallOptions) => send<is.Counters>({ method: 'GET', path: ['counters'] }, options),
    rebuild: (options?: CallOptions) =>
      send<is.Counters>({ method: 'POST', path: ['counters', 'rebuild'], isAct: true }, options),
  };
}

/** What was decided, and why. */
export function decisionsClient(send: SendCall) {
  const list = (query: is.Paged<is.DecisionFilter> = {}, options?: CallOptions) =>
    send<Page<is.Decision>>({ method: 'GET', path: ['decisions'], query, isScoped: true }, options);
  return {
    list,
    each: (query: is.Paged<is.DecisionFilter> = {}, options?: CallOptions) =>
      eachRow((page) => list(page, options), query),
    get: (id: string, options?: CallOptions) =>
      send<is.Decision>({ method: 'GET', path: ['decisions', id], isScoped: true }, options),
    explain: (id: string, options?: CallOptions) =>
      send<is.Explanation>({ method: 'GET', path: ['decisions', id, 'explain'], isScoped: true }, options),
    case: (id: string, options?: CallOptions) =>
      send<is.DecisionCase>({ method: 'GET', path: ['decisions', id, 'case'], isScoped: true }, options),
    again: (id: string, body: is.AgainRequest = {}, options?: CallOptions) =>
      send<is.DecisionAgain>({ method: 'POST', path: ['decisions', id, 'again'], body, isScoped: true }, options),
    features: (id: string, query: is.FeaturesQuery = {}, options?: CallOptions) =>
      send<is.DecisionFeatures>({ method: 'GET', path: ['decisions', id, 'features'], query, isScoped: true }, options),
    signals: (id: string, options?: CallOptions) =>
      send<is.DecisionSignals>({ method: 'GET', path: ['decisions', id, 'signals'], isScoped: true }, options),
  };
}

/** The work after the answers: jobs, and those that came to nothing. */
export function jobsClient(send: SendCall) {
  const dead = (query: is.Paged = {}, options?: CallOptions) =>
    send<Page<is.Job>>({ method: 'GET', path: ['jobs', 'dead'], query }, options);
  return {
    get: (options?: CallOptions) => send<is.Jobs>({ method: 'GET', path: ['jobs'] }, options),
    dead,
    eachDead: (query: is.Paged = {}) => eachRow(dead, query),
    find: (id: string, options?: CallOptions) => send<is.Job>({ method: 'GET', path: ['jobs', id] }, options),
    retry: (id: string, options?: CallOptions) =>
      send<is.Job>({ method: 'POST', path: ['jobs', id, 'retry'], isAct: true }, options),
    retryAll: (options?: CallOptions) =>
      send<is.RetriedJobs>({ method: 'POST', path: ['jobs', 'dead', 'retry'], isAct: true }, options),
  };
}

/** Keys to the API. */
export function keysClient(send: SendCall) {
  return {
    list: (options?: CallOptions) => send<Page<is.ApiKey>>({ method: 'GET', path: ['keys'] }, options),
    create: (body: is.NewApiKey, options?: CallOptions) =>
      send<is.MadeApiKey>({ method: 'POST', path: ['keys'], body, isAct: true }, options),
    revoke: (id: string, options?: CallOptions) =>
      send<is.ApiKey>({ method: 'DELETE', path: ['keys', id], isAct: true }, options),
    erase: (id: string, options?: CallOptions) =>
      send<is.ApiKey>({ method: 'POST', path: ['keys', id, 'erase'], isAct: true }, options),
  };
}

/** Who did what. */
export function auditClient(send: SendCall) {
  const list = (query: is.Paged<is.AuditFilter> = {}, options?: CallOptions) =>
    send<Page<is.AuditEntry>>({ method: 'GET', path: ['audit'], query }, options);
  return { list, each: (query: is.Paged<is.AuditFilter> = {}) => eachRow(list, query) };
}
