import { describe, expect, test } from 'vitest';
import { failureOf, refusalOf } from '../../../src/adapters/sms/errors.ts';
import { becauseInWords } from '../../../src/core/decision/question.ts';

describe("Twilio's error codes", () => {
  const refused = [21_211, 21_408, 21_606, 21_608, 21_610, 21_612, 21_614, 21_659, 21_660, 21_703];
  const failed = [21_610, 30_003, 30_004, 30_005, 30_006, 30_007, 30_008, 30_032, 30_034, null];

  test('that end a question have words for people', () => {
    const codes = [...refused.map((code) => refusalOf(code).because), ...failed.map(failureOf)];
    expect(codes.filter((code) => becauseInWords(code) === code.replaceAll('_', ' '))).toEqual([]);
  });

  test('that are not known are shown by their number', () => {
    expect([failureOf(30_999), refusalOf(29_999).because]).toEqual(['twilio_30999', 'twilio_29999']);
    expect(becauseInWords('twilio_30999')).toBe('twilio 30999');
  });

  test('that may pass are those of settings and of too many requests', () => {
    expect([20_003, 20_404, 20_429, 21_611, null].map((code) => refusalOf(code).isPermanent)).not.toContain(true);
    expect(refused.map((code) => refusalOf(code).isPermanent)).not.toContain(false);
    expect(refused.filter((code) => refusalOf(code).isOptOut)).toEqual([21_610]);
  });
});
