import type { ApiPorts } from './ports.ts';

/**
 * This process takes what was just changed at once, so that who asks it next finds it so. Where that fails it takes it
 * at its next look: the act is done either way, and must not be told as failed.
 */
export async function takeNow(live: ApiPorts['live']): Promise<void> {
  await live.refresh().catch(() => undefined);
}
