import { activateCommand } from '../activate.ts';
import { alarmsCommand } from '../alarms.ts';
import { allowancesCommand } from '../allowances.ts';
import { applyCommand } from '../apply.ts';
import { auditCommand } from '../audit.ts';
import { authorizationCommand } from '../authorization.ts';
import { cardCommand, cardholderCommand } from '../card.ts';
import { challengesCommand } from '../challenges.ts';
import type { Command } from '../command.ts';
import { decisionsCommand } from '../decisions.ts';
import { diffCommand } from '../diff.ts';
import { disputeRateCommand } from '../dispute-rate.ts';
import { eraseCommand } from '../erase.ts';
import { explainCommand } from '../explain.ts';
import { exportCommand } from '../export.ts';
import { funnelCommand } from '../funnel.ts';
import { jobsCommand } from '../jobs.ts';
import { keysCommand } from '../keys.ts';
import { labelsCommand } from '../labels.ts';
import { listsCommand } from '../lists.ts';
import { performanceCommand } from '../performance.ts';
import { pullCommand } from '../pull.ts';
import { rebuildCommand } from '../rebuild.ts';
import { reportCommand } from '../report.ts';
import { reviewsCommand } from '../reviews.ts';
import { rollbackCommand } from '../rollback.ts';
import { shadowCommand } from '../shadow.ts';
import { signInLinkCommand } from '../sign-in-link.ts';
import { systemCommand } from '../system.ts';
import { trafficCommand } from '../traffic.ts';
import { transactionsCommand } from '../transactions.ts';
import { unmaskCommand } from '../unmask.ts';
import { usersCommand } from '../users.ts';
import { versionsCommand } from '../versions.ts';
import { watchCommand } from '../watch.ts';
import type { RemoteOptions } from './connect.ts';
import { overService } from './over-service.ts';

/** The commands that ask a running service, through its API; `policies` is the policy folder where none is named. */
export function remoteCommands({ policies, ...options }: RemoteOptions & { readonly policies: string }): Command[] {
  return [
    applyCommand,
    activateCommand,
    rollbackCommand,
    diffCommand,
    shadowCommand,
    versionsCommand,
    pullCommand,
    listsCommand,
    watchCommand,
    trafficCommand,
    decisionsCommand,
    explainCommand,
    transactionsCommand,
    authorizationCommand,
    funnelCommand,
    performanceCommand,
    disputeRateCommand,
    reportCommand,
    reviewsCommand,
    labelsCommand,
    challengesCommand,
    allowancesCommand,
    cardCommand,
    cardholderCommand,
    rebuildCommand,
    exportCommand,
    eraseCommand,
    alarmsCommand,
    jobsCommand,
    systemCommand,
    keysCommand,
    usersCommand,
    signInLinkCommand,
    unmaskCommand,
    auditCommand,
  ].map((command) => overService(options, policies, command));
}
