import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import type { CasePorts } from '../../src/core/decision/case-ports.ts';

/** Cases run as `countersign test` runs them. */
export const casePorts: CasePorts = { readAuthorization, openTimelines };
