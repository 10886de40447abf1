import { systemClock } from '../../../adapters/clock/system.ts';
import { mostlyDelivered } from '../../../simulator/twilio/reception.ts';
import { type LocalTwilio, startTwilio } from '../../../simulator/twilio/start.ts';
import type { Text } from '../../../simulator/world/telephones.ts';

/** Starts a Twilio whose texts reach the telephones of the demo's world, and brings back what people answer. */
export async function startDemoTwilio(seed: string, reach: (text: Text) => void): Promise<LocalTwilio> {
  const twilio: LocalTwilio = await startTwilio({
    clock: systemClock,
    seed: `${seed} twilio`,
    receptions: mostlyDelivered,
    onText({ to, from, body }) {
      const reply = async (text: string) => void twilio.account.receive({ from: to, to: from, body: text });
      reach({ to, body, authorizationId: null, reply });
    },
  });
  return twilio;
}
