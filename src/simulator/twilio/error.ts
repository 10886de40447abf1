/** A refusal in Twilio's words: `code` is Twilio's, `status` HTTP's. */
export class TwilioError extends Error {
  override readonly name = 'TwilioError';
  readonly code: number;
  readonly status: number;

  constructor(code: number, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The body of an error. */
export function twilioErrorBody({ code, message, status }: TwilioError): object {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
