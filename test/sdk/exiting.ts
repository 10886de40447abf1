// A program that tracks an event and has nothing else to do: node exiting.ts URL [exit]
import { createClient } from '../../src/sdk/index.ts';

const [url = '', how] = process.argv.slice(2);
const client = createClient({ url, apiKey: 'csk_x' });
client.track('login', { id: 'last' });
if (how === 'flush') {
  const isGone = await client.flush(1_000);
  console.log(isGone);
}
