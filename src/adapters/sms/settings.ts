import { senderFault } from '../../core/challenge/sender.ts';

/** How Twilio is spoken to, and who speaks. */
export interface TwilioSettings {
  readonly accountSid: string;
  /** The first one sends; each of them may have signed what comes in, while one is rolled. Never printed. */
  readonly authTokens: readonly string[];
  /** A number in E.164, or the MG… of a messaging service. */
  readonly from: string;
  /** In test mode only these are texted; `any`: every one. */
  readonly testNumbers: readonly string[] | 'any';
  /** A scheme and a host (`http://127.0.0.1:12112`); null: Twilio itself. */
  readonly apiHost: string | null;
  /** Where Twilio reaches us: a scheme and a host. */
  readonly publicUrl: string;
}

/** The variables that it is made of, as they are set. */
export interface TwilioVariables {
  readonly TWILIO_ACCOUNT_SID?: string | undefined;
  readonly TWILIO_AUTH_TOKEN?: string | undefined;
  readonly TWILIO_FROM?: string | undefined;
  readonly TWILIO_TEST_NUMBERS?: string | undefined;
  readonly TWILIO_API_HOST?: string | undefined;
  readonly PUBLIC_URL?: string | undefined;
}

/** What stands in them; null where Twilio is not to be used, or not to be used like this. No word repeats a secret. */
export interface TwilioReading {
  readonly twilio: TwilioSettings | null;
  readonly problems: readonly string[];
}

const TOGETHER = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const;
const ADDRESS = /^https?:\/\/[^/\s]+$/;
const E164 = /^\+[1-9]\d{6,14}$/;

/** Reads Twilio's settings. */
export function readTwilio(variables: TwilioVariables): TwilioReading {
  const missing = TOGETHER.filter((name) => !variables[name]);
  const testNumbers = readNumbers(variables.TWILIO_TEST_NUMBERS);
  const problems = [
    ...faultsOf(variables),
    ...(testNumbers === null ? [BAD_NUMBERS] : []),
    ...(missing.length > 0 && missing.length < TOGETHER.length
      ? [`${missing.join(' and ')} ${half(missing.length)}`]
      : []),
    ...(missing.length === 0 ? publicFaults(variables) : []),
  ];
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_FROM: from, PUBLIC_URL: publicUrl } = variables;
  const authTokens = tokensOf(variables.TWILIO_AUTH_TOKEN);
  if (problems.length > 0 || !accountSid || !from || !publicUrl || !testNumbers) return { twilio: null, problems };
  const apiHost = variables.TWILIO_API_HOST || null;
  return { twilio: { accountSid, authTokens, from, testNumbers, apiHost, publicUrl }, problems };
}

const half = (missing: number) => `${missing === 1 ? 'is' : 'are'} not set: ${TOGETHER_WORDS}`;
const TOGETHER_WORDS =
  'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM go together; copy the first two from the ' +
  'dashboard of your Twilio account';
const BAD_NUMBERS = 'TWILIO_TEST_NUMBERS is a comma-separated list of numbers like +14155550100, or * for every number';

function faultsOf({
  TWILIO_ACCOUNT_SID: sid,
  TWILIO_AUTH_TOKEN: tokens,
  TWILIO_FROM: from,
  TWILIO_API_HOST: host,
}: TwilioVariables): string[] {
  const sender = from ? senderFault(from) : null;
  return [
    ...(sid && !/^AC[0-9a-f]{32}$/.test(sid) ? ['TWILIO_ACCOUNT_SID is AC and 32 digits of hex'] : []),
    ...(tokens && !tokensOf(tokens).every((token) => /^[!-~]{8,}$/.test(token)) ? [BAD_TOKEN] : []),
    ...(sender === null ? [] : [`TWILIO_FROM: ${sender.message}; ${sender.hint}`]),
    ...(host && !ADDRESS.test(host) ? ['TWILIO_API_HOST is a scheme and a host: http://127.0.0.1:12112'] : []),
  ];
}

const BAD_TOKEN =
  'TWILIO_AUTH_TOKEN is the auth token of the account (no secret of an API key: those sign nothing), or several, ' +
  'comma-separated, while it is rolled';

/** Twilio calls back over the public network, and signs the very URL that it was given. */
function publicFaults({ PUBLIC_URL: publicUrl, TWILIO_API_HOST: host }: TwilioVariables): string[] {
  if (!publicUrl) return [`PUBLIC_URL is not set: ${CALLS_BACK}`];
  const url = URL.parse(publicUrl);
  // Said by the variable's own check.
  if (!url || !ADDRESS.test(publicUrl) || host) return [];
  if (url.protocol !== 'https:' || !isPublicName(url.hostname))
    return [`PUBLIC_URL is no public https host: ${CALLS_BACK}`];
  // Twilio's reference of Messages: a StatusCallback's host name has no underscore.
  return url.hostname.includes('_') ? ['PUBLIC_URL has an underscore in its host, which Twilio refuses to call'] : [];
}

const CALLS_BACK =
  'Twilio brings answers and news of texts to PUBLIC_URL/webhooks/twilio/…, and signs that very URL; set it to the ' +
  'https://… that leads here from outside';

function isPublicName(hostname: string): boolean {
  if (hostname === 'localhost' || /\.(internal|local|localhost)$/.test(hostname)) return false;
  return hostname.includes('.') && !/^(127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(hostname);
}

function tokensOf(list: string | undefined): string[] {
  return (list ?? '').split(',').map((token) => token.trim());
}

function readNumbers(list: string | undefined): readonly string[] | 'any' | null {
  if (!list) return [];
  if (list.trim() === '*') return 'any';
  const numbers = list.split(',').map((number) => number.trim());
  return numbers.every((number) => E164.test(number)) ? numbers : null;
}
