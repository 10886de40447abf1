import { type Listening, listen } from '../../adapters/http/listen.ts';
import { limits } from '../../core/domain/limits.ts';
import type { TwilioAccount } from './account.ts';
import { createTwilioApi } from './api.ts';
import { createTwilioAccount } from './create-account.ts';
import { noFaults, type TwilioFaults } from './faults.ts';
import { allDelivered } from './reception.ts';
import { TWILIO_SWITCHES, type TwilioSettings, type TwilioSwitches } from './settings.ts';

/** What may be left unsaid of a Twilio that is started. */
export interface TwilioWish extends Partial<Omit<TwilioSettings, 'tokens' | 'switches' | 'faults' | 'clock'>> {
  readonly clock: TwilioSettings['clock'];
  readonly switches?: Partial<TwilioSwitches>;
}

/** A Twilio on this machine. */
export interface LocalTwilio {
  /** `http://127.0.0.1:…`: where its API is. */
  readonly url: string;
  readonly sid: string;
  /** The number that texts are sent from. */
  readonly number: string;
  readonly account: TwilioAccount;
  /** What goes wrong from now on: each function may be put in another's place. */
  readonly faults: { -readonly [name in keyof TwilioFaults]: TwilioFaults[name] };
  /** The tokens of the account, the one that signs first: exchanged while one is being rolled. */
  tokens: readonly string[];
  close(): Promise<void>;
}

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const TOKEN = 'the-token-of-a-simulated-twilio';
/** Fictional, as 555-01XX is. */
const NUMBER = '+12025550190';

/** Starts a Twilio with one number at a free port of this machine. */
export async function startTwilio(wish: TwilioWish): Promise<LocalTwilio> {
  const faults = noFaults() as LocalTwilio['faults'];
  const local = { tokens: [TOKEN] as readonly string[] };
  const tokens = () => local.tokens;
  const account = createTwilioAccount({
    seed: 'twilio',
    sid: SID,
    numbers: [{ number: NUMBER, canSend: true }],
    services: {},
    receptions: allDelivered,
    sentMs: limits.simulatedTextSentMs,
    endedMs: limits.simulatedTextEndedMs,
    webhookRetries: limits.simulatedWebhookRetries,
    webhookRetryMs: limits.simulatedWebhookRetryMs,
    webhookTimeoutMs: limits.simulatedWebhookTimeoutMs,
    keeps: limits.simulatedTexts,
    route: (url) => url,
    ...wish,
    tokens,
    faults: { request: (call) => faults.request(call), webhook: (one, random) => faults.webhook(one, random) },
    switches: { ...TWILIO_SWITCHES, ...wish.switches },
  });
  const app = createTwilioApi({ account, tokens, faults: { request: (call) => faults.request(call) } });
  const listening: Listening = await listen(app, 0, '127.0.0.1');
  return Object.assign(local, {
    url: `http://127.0.0.1:${listening.port}`,
    sid: account.sid,
    number: wish.numbers?.find(({ canSend }) => canSend)?.number ?? NUMBER,
    account,
    faults,
    async close() {
      account.close();
      await listening.close();
    },
  });
}
