import { activateCommand } from '../activate.ts';
import { applyCommand } from '../apply.ts';
import { auditCommand } from '../audit.ts';
import type { Command } from '../command.ts';
import { decisionsCommand } from '../decisions.ts';
import { diffCommand } from '../diff.ts';
import { explainCommand } from '../explain.ts';
import { keysCommand } from '../keys.ts';
import { listsCommand } from '../lists.ts';
import { pullCommand } from '../pull.ts';
import { rebuildCommand } from '../rebuild.ts';
import { rollbackCommand } from '../rollback.ts';
import { shadowCommand } from '../shadow.ts';
import { versionsCommand } from '../versions.ts';
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
    decisionsCommand,
    explainCommand,
    rebuildCommand,
    keysCommand,
    auditCommand,
  ].map((command) => overService(options, policies, command));
}
