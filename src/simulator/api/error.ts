type ErrorType = 'invalid_request_error' | 'idempotency_error' | 'card_error' | 'api_error';

interface ErrorDetails {
  readonly status?: number;
  readonly type?: ErrorType;
  readonly code?: string;
  /** The parameter at fault, in the form's spelling: `spending_controls[spending_limits][0][amount]`. */
  readonly param?: string;
}

/** An answer in Stripe's form of errors. Without details a plain `invalid_request_error` with status 400. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: ErrorType;
  readonly code: string | null;
  readonly param: string | null;

  constructor(message: string, { status = 400, type = 'invalid_request_error', code, param }: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.code = code ?? null;
    this.param = param ?? null;
  }
}

/** There is no such object: 404 where the path names it, 400 where a parameter does. */
export function missingObject(kind: string, id: string, param: string | null): ApiError {
  const details = { code: 'resource_missing', param: param ?? 'id', status: param === null ? 404 : 400 };
  return new ApiError(`No such ${kind}: '${id}'`, details);
}

/**
 * Throws where parameters were given that Stripe takes and the simulator has no use for: to take them silently would
 * pass for the real thing.
 */
export function refuseNotSimulated(parameters: Readonly<Record<string, unknown>>): void {
  for (const [param, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    const message = `The simulated Stripe has no use for ${param}; leave it out, though the real one takes it.`;
    throw new ApiError(message, { code: 'not_simulated', param });
  }
}

/** The body of the answer. What doesn't apply is left out, as Stripe does. */
export function errorBody({ message, type, code, param }: ApiError): object {
  const documentation = code === null ? null : `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}`;
  return {
    error: {
      ...(code !== null && { code, doc_url: documentation }),
      message,
      ...(param !== null && { param }),
      type,
    },
  };
}
