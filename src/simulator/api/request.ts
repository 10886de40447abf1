/** A request that may come in: to a known route, with a good key, within the rates. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: unknown;
  readonly requestId: string;
  /** Of a POST, where one was sent. */
  readonly idempotencyKey: string | null;
}

/** The same for requests that ask for the same thing, whatever the order of their parameters. */
export function fingerprint({ method, path, parameters }: ApiRequest): string {
  return JSON.stringify([method, path, inOrder(parameters)]);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inside]) => [key, inOrder(inside)]);
}
