import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAccount } from '../../src/adapters/sms/account.ts';
import { createSmsClient } from '../../src/adapters/sms/client.ts';
import { openTwilio, twilioSettings } from '../support/twilio.ts';

// What we ask of Twilio against the description that Twilio publishes of its API. It is no part of this project:
// COUNTERSIGN_SHARED says where it is, and without it these are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const file = join(shared ?? '', 'openapi', 'twilio-2010.json');
const whyNot = shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(file) ? null : `there is no ${file}`;

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: { readonly properties: object; readonly required?: readonly string[] } }>
    >;
  };
}

describe.skipIf(whyNot !== null)(`what we ask of Twilio${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  const { paths } = JSON.parse(whyNot === null ? readFileSync(file, 'utf8') : '{"paths":{}}') as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };

  /** What the description says of a request that came to be sent. */
  function described(method: string, path: string) {
    const operation = paths[path.replace(/AC0+/, '{AccountSid}')]?.[method.toLowerCase()];
    const form = operation?.requestBody?.content['application/x-www-form-urlencoded']?.schema;
    const inQuery = operation?.parameters?.flatMap((each) => (each.in === 'query' ? each.name : [])) ?? [];
    return { names: form ? Object.keys(form.properties) : inQuery, required: form?.required ?? [] };
  }

  test('has only names that Twilio knows, and all that it wants', async () => {
    const twilio = await openTwilio();
    const settings = twilioSettings(twilio.apiHost);
    const sms = createSmsClient(settings);
    const text = { to: '+12025550123', body: 'YES?', statusCallback: 'https://a.example/b', validitySeconds: 300 };
    await sms.sendMessage({ ...text, from: settings.from });
    await sms.sendMessage({ ...text, from: `MG${'0'.repeat(32)}` });
    await sms.listMessages({ to: text.to, sinceMs: 0 });
    await readAccount(settings, 1_000);
    expect(twilio.asked.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET', 'GET']);
    for (const { method, path, form } of twilio.asked) {
      const { names, required } = described(method, path);
      expect(names, path).not.toEqual([]);
      expect(
        [...form.keys()].filter((name) => !names.includes(name)),
        path,
      ).toEqual([]);
      expect(
        required.filter((name) => !form.has(name)),
        path,
      ).toEqual([]);
    }
  });
});
