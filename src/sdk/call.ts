import { limits } from '../core/domain/limits.ts';
import { CountersignError, type ProblemBody } from './error.ts';
import type { TrackSettings } from './track.ts';

/** Where the service is, and by which key it is asked. */
export interface ClientOptions {
  /** E.g. http://127.0.0.1:4242. */
  readonly url: string;
  /** `csk_…`; a page of the service's own origin has none: its browser sends the session of who signed in. */
  readonly apiKey?: string;
  /** In whose world to read and write where a call does not say; a bound key need not. */
  readonly livemode?: boolean;
  readonly account?: string;
  /** Another `fetch`, e.g. through a proxy. */
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
  /** How tracked events are sent. */
  readonly track?: TrackSettings;
}

/** What any call may say besides. */
export interface CallOptions {
  readonly livemode?: boolean | undefined;
  readonly account?: string | undefined;
  /** The same request with the same one is done once. Without it each act gets one of its own. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's own. */
  readonly timeoutMs?: number | undefined;
}

/** One call, as the table of routes has it. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Its parts, which are encoded here. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  /** NDJSON, instead of a body. */
  readonly lines?: string | undefined;
  /** Whether it is about one mode and account. */
  readonly isScoped?: boolean;
  readonly isAct?: boolean;
}

export type SendCall = <Answer>(call: Call, options?: CallOptions) => Promise<Answer>;

/** Sends calls to one service. Rejects with CountersignError, whatever went wrong. */
export function createSender(client: ClientOptions): SendCall {
  const base = baseOf(client);
  const send = client.fetch ?? fetch;

  return async function sendCall<Answer>(call: Call, options: CallOptions = {}): Promise<Answer> {
    const { method, body } = call;
    const text = call.lines ?? (body === undefined ? undefined : JSON.stringify(body));
    const url = urlOf(call, client, options);
    const timeout = AbortSignal.timeout(options.timeoutMs ?? client.timeoutMs ?? limits.sdkTimeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const headers = headersOf(call, client, options);
    const sent = { method, headers, signal, ...(text !== undefined && { body: text }) };
    const answered = await attempt(() => send(url, sent), base);
    const said = await attempt(() => answered.text(), base);
    return readAnswer<Answer>(answered, said, base);
  };
}

/** Opens an answer that comes bit by bit, for as long as it takes. Rejects with CountersignError where none comes. */
export type OpenCall = (
  call: Call,
  options: Omit<CallOptions, 'timeoutMs'>,
  headers: Readonly<Record<string, string>>,
) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;

/** Opens the answers of one service that have no end. */
export function createOpener(client: ClientOptions): OpenCall {
  const base = baseOf(client);
  const send = client.fetch ?? fetch;

  return async (call, options, headers) => {
    const wanted = {
      method: call.method,
      headers: { ...headersOf(call, client, options), ...headers },
      ...(options.signal && { signal: options.signal }),
    };
    const answered = await attempt(() => send(urlOf(call, client, options), wanted), base);
    if (answered.ok && answered.body) return answered.body;
    const said = await attempt(() => answered.text(), base);
    return readAnswer(answered, said, base);
  };
}

function baseOf({ url }: ClientOptions): string {
  return url.replace(/\/+$/, '');
}

function urlOf(call: Call, client: ClientOptions, options: CallOptions): string {
  const path = call.path.map(encodeURIComponent).join('/');
  return `${baseOf(client)}/v1/${path}${queryOf(call, client, options)}`;
}

/** A page of another origin can't set this header: what has it was sent by the service's own. */
const OWN_PAGE = { 'X-Countersign-Console': '1' };

function headersOf(call: Call, { apiKey }: ClientOptions, { idempotencyKey }: CallOptions): Record<string, string> {
  return {
    ...(apiKey === undefined ? OWN_PAGE : { Authorization: `Bearer ${apiKey}` }),
    Accept: 'application/json',
    ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
    ...(call.lines !== undefined && { 'Content-Type': 'application/x-ndjson' }),
    ...(call.isAct && { 'Idempotency-Key': idempotencyKey ?? crypto.randomUUID() }),
  };
}

function queryOf({ query = {}, isScoped = false }: Call, client: ClientOptions, options: CallOptions): string {
  const { livemode = client.livemode, account = client.account } = options;
  const given = { ...(isScoped && { livemode, account }), ...query };
  const said = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}

async function attempt<T>(run: () => Promise<T>, base: string): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const isSlow = cause instanceof Error && cause.name === 'TimeoutError';
    throw new CountersignError(`no answer from ${base}${isSlow ? ' in time' : ''}`, { cause });
  }
}

function readAnswer<Answer>({ ok, status, headers }: Response, text: string, base: string): Answer {
  const json = parse(text);
  if (ok && json !== undefined) return json as Answer;
  const problem = isProblem(json) ? json : null;
  const message = problem?.detail ?? `${base} answered ${status}, and not as Countersign does`;
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null;
  throw new CountersignError(message, { problem, status, retryAfterSeconds });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(json: unknown): json is ProblemBody {
  return typeof json === 'object' && json !== null && 'code' in json && 'detail' in json;
}
