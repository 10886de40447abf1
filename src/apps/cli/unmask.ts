import { plain } from '../../core/decision/plain.ts';
import { EXIT, UsageError, write } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign unmask cardholder ID --reason TEXT [--json]

Asks Stripe for what is personal of a cardholder: name, e-mail, phone, city and country, and the last digits of their
cards. Nothing of it is kept; the audit keeps who asked, and why. It wants a key with the scope unmask, and a service
with STRIPE_SECRET_KEY.

  --reason TEXT  why, for the audit, where it stands for good: nothing personal
  --json         one JSON object
${WORLD_HELP}

${WHERE_HELP}

example: countersign unmask cardholder ich_0123 --reason 'ticket 4711: asks why a card was declined' --live
`;

/** `countersign unmask cardholder ID`: what Stripe alone has of somebody. */
export const unmaskCommand: RemoteCommand = {
  name: 'unmask',
  summary: "ask Stripe for a cardholder's name and numbers, on the record",
  help: HELP.trimStart(),
  options: { reason: { type: 'string' }, json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [2, 2],
  prepare({ values, positionals: [what, id = ''] }) {
    if (what !== 'cardholder') throw new UsageError('it goes: countersign unmask cardholder ID --reason TEXT');
    const { reason } = values;
    if (typeof reason !== 'string' || reason.trim() === '')
      throw new UsageError('--reason is missing: why, in a few words');
    return async ({ client }, terminal) => {
      const { cards, ...person } = await client.cardholders.unmask(id, { reason });
      if (values.json) {
        await writeJson(terminal, { ...person, cards });
        return EXIT.done;
      }
      for (const [name, value] of Object.entries(person)) {
        await write(terminal.stdout, `${name.padEnd(8)} ${plain(value ?? '-', 200)}\n`);
      }
      for (const { id: card, last4, status } of cards) {
        await write(terminal.stdout, `card     ${plain(card)} ends in ${plain(last4)}, ${plain(status)}\n`);
      }
      return EXIT.done;
    };
  },
};
