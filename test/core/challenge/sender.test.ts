import { describe, expect, test } from 'vitest';
import { senderFault } from '../../../src/core/challenge/sender.ts';

const SERVICE = `MG${'0123456789abcdef'.repeat(2)}`;

describe('a sender of questions', () => {
  test.each(['+15005550006', '+447700900123', '+49301234567', '12345', '123456', SERVICE])(
    '%s gets answers',
    (sender) => {
      expect(senderFault(sender)).toBeNull();
    },
  );

  test.each([
    ['MyBank', 'is a name'],
    ['BANK 24', 'is a name'],
    ['A', 'is a name'],
    ['A name of many words', 'is no number'],
    ['', 'there is no sender'],
    ['  ', 'there is no sender'],
    ['1234', 'is no number'],
    ['1234567', 'is no number'],
    ['+0123456789', 'is no number'],
    ['+1500555000612345', 'is no number'],
    ['+1 500 555', 'is no number'],
    ['MG123', 'is no messaging service'],
    [`${SERVICE}0`, 'is no messaging service'],
    ['whatsapp:+15005550006', 'is no sender of SMS'],
    ['messenger:12345', 'is no sender of SMS'],
  ])('%j gets none: %s', (sender, why) => {
    expect(senderFault(sender)?.message).toContain(why);
    expect(senderFault(sender)?.hint).toContain('messaging service (MG…)');
  });

  test.each([
    ['+1 (500) 555-0006', '+15005550006'],
    ['0044 7700 900123', '+447700900123'],
    ['+44.7700.900123', '+447700900123'],
  ])('%j wants to be written %s', (sender, written) => {
    expect(senderFault(sender)?.hint).toBe(`write ${written}`);
  });
});
