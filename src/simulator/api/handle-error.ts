import type { ErrorRequestHandler } from 'express';
import { InvalidTransition, NoSuchObject } from '../stripe/errors.ts';
import { ApiError, errorBody, missingObject } from './error.ts';

/** Answers whatever was thrown in Stripe's form. `onFailure` is told of what is no error of the caller. */
export function handleError(onFailure: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const answered = asApiError(error, onFailure);
    response.status(answered.status).json(errorBody(answered));
  };
}

/** What the account refuses is the caller's error; whatever else is thrown is ours. */
export function asApiError(error: unknown, onFailure: (error: unknown) => void): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof NoSuchObject) return missingObject(error.kind, error.id, null);
  if (error instanceof InvalidTransition) return new ApiError(error.message);
  if (isRefusedForm(error)) return new ApiError(error.message, { status: error.status });
  onFailure(error);
  return new ApiError('An error of the simulated Stripe, not of this request.', { status: 500, type: 'api_error' });
}

/** What the parser of forms throws carries its status. */
function isRefusedForm(error: unknown): error is Error & { status: number } {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 400 && status < 500;
}
