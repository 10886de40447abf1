import { BOOL, STRING } from '../scowl-type.ts';
import { defineFunction, takes } from './define.ts';
import type { FunctionDefinition } from './definition.ts';
import { isDisposableHost } from './disposable.ts';
import { type EmailAddress, parseEmail } from './email-address.ts';
import { NO_VALUE, onText } from './guards.ts';

const parameters = [takes('email', 'string')];

export const EMAIL_FUNCTIONS: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'EmailDomain',
    parameters,
    description: 'the part after the @, in lower case and as the DNS writes it; null for what is no e-mail address',
    example: 'EmailDomain("jane@B.co") = "b.co"',
    result: STRING,
    evaluate: onText((text) => parseEmail(text)?.domain ?? NO_VALUE),
  }),
  defineFunction({
    name: 'EmailHandle',
    parameters,
    description: 'the part before the @, as it is written; null for what is no e-mail address',
    example: 'EmailHandle("jane+shop@b.co") = "jane+shop"',
    result: STRING,
    keepsPersonal: true,
    evaluate: onText((text) => parseEmail(text)?.handle ?? NO_VALUE),
  }),
  defineFunction({
    name: 'NormalizeEmail',
    parameters,
    description:
      'one spelling for all that reach the same mailbox: lower case, without what follows a +, at Gmail without dots ' +
      '(and googlemail.com is gmail.com). Null for what is no e-mail address',
    example: 'NormalizeEmail("J.Ane+Shop@googlemail.com") = "jane@gmail.com"',
    result: STRING,
    keepsPersonal: true,
    evaluate: onText((text) => {
      const email = parseEmail(text);
      return (email && normalized(email)) ?? NO_VALUE;
    }),
  }),
  defineFunction({
    name: 'IsDisposableEmail',
    parameters,
    description:
      'whether its domain is known to hand out mailboxes to be thrown away; null for what is no e-mail address',
    example: 'IsDisposableEmail("jane@mailinator.com") = true',
    result: BOOL,
    evaluate: onText((text) => {
      const email = parseEmail(text);
      return email ? isDisposableHost(email.domain) : NO_VALUE;
    }),
  }),
];

function normalized({ handle, domain }: EmailAddress): string | null {
  const isGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  const lower = handle.toLowerCase().normalize('NFC');
  const plus = lower.indexOf('+');
  // A handle that begins with a + is all there is.
  const untagged = plus > 0 ? lower.slice(0, plus) : lower;
  const mailbox = isGmail ? untagged.replaceAll('.', '') : untagged;
  return mailbox === '' ? null : `${mailbox}@${isGmail ? 'gmail.com' : domain}`;
}
