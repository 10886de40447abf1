import type { Authorization } from './account.ts';
import type { PendingRequest } from './authorization-object.ts';
import { type Ruling, rule } from './ruling.ts';
import type { AccountState } from './state.ts';
import type { AskResult, SimulatedEvent } from './transport.ts';

/** Asks the program whether to approve what is pending, and rules by its answer. Never rejects. */
export async function ask(
  { options, makeEvent }: AccountState,
  authorization: Authorization,
  request: PendingRequest,
): Promise<Ruling> {
  const { settings, transport } = options;
  const elapsedMs = options.elapsedMs ?? (() => performance.now());
  const event = makeEvent('issuing_authorization.request', authorization);
  const startedMs = elapsedMs();

  async function send(withinMs: number): Promise<AskResult> {
    try {
      return await transport.ask(event, withinMs);
    } catch (error) {
      return { kind: 'unreachable', problem: error instanceof Error ? error.message : String(error) };
    }
  }

  let result = await send(settings.timeoutMs);
  const leftMs = settings.timeoutMs - (elapsedMs() - startedMs);
  const isRetried = result.kind === 'unreachable' && settings.switches.askRetries === 'once' && leftMs > 0;
  if (isRetried) result = await send(leftMs);

  const ruling = rule(result, request, settings);
  tell(event, result, ruling);
  return ruling;

  function tell(asked: SimulatedEvent, answer: AskResult, { isApproved, reason, problem, metadata }: Ruling): void {
    options.onAsked?.({
      event: asked,
      authorizationId: authorization.id,
      result: answer,
      problem,
      isApproved,
      reason,
      metadata,
      tookMs: elapsedMs() - startedMs,
    });
  }
}
