import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { ratesByCurrency } from '../../../src/core/domain/rates.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';
import { type AttributeInputs, createCatalogue } from '../../../src/core/rules/attributes.ts';
import { type CheckOptions, checkCondition } from '../../../src/core/rules/check.ts';
import { type CompiledCondition, compileCondition } from '../../../src/core/rules/compile.ts';
import { parseCondition } from '../../../src/core/rules/parse.ts';

export const catalogue = createCatalogue();

/** Saturday 2026-11-21, 14:30 UTC. */
export const ASKED_AT_MS = Date.UTC(2026, 10, 21, 14, 30);
const HOUR_MS = 3_600_000;

/** An online purchase of 12.50 USD with everything sent; `changes` replace whole fields. */
export function authorizationWith(changes: Partial<Authorization> = {}): Authorization {
  return {
    id: 'iauth_1',
    scope: { livemode: true, account: 'acct_1' },
    createdAtMs: ASKED_AT_MS - 1_000,
    askedAtMs: ASKED_AT_MS,
    historyLength: 0,
    amountMinor: 1250,
    currency: 'usd',
    merchantAmountMinor: 1900,
    merchantCurrency: 'jpy',
    cashbackAmountMinor: 200,
    isAmountControllable: false,
    previouslyApprovedAmountMinor: 500,
    isIncremental: false,
    authorizationMethod: 'online',
    cardPresence: 'not_present',
    wallet: 'apple_pay',
    merchant: {
      networkId: 'Merch_1',
      name: 'Corner Shop',
      category: 'grocery_stores_supermarkets',
      categoryCode: '5411',
      country: 'US',
      state: 'CA',
      city: 'San Francisco',
      postalCode: '94107',
    },
    verification: {
      cvcCheck: 'match',
      expiryCheck: 'match',
      addressPostalCodeCheck: 'mismatch',
      addressLine1Check: 'not_provided',
      threeDSecureResult: 'authenticated',
    },
    card: {
      id: 'ic_1',
      type: 'virtual',
      brand: 'Visa',
      status: 'active',
      createdAtMs: ASKED_AT_MS - 48 * HOUR_MS,
      fraudWarning: { type: 'card_testing_exposure', startedAtMs: ASKED_AT_MS - 6 * HOUR_MS },
      metadata: { program: 'Travel', limit: '250.5', tier: 'gold' },
    },
    cardholder: {
      id: 'ich_1',
      email: 'ada@example.com',
      country: 'GB',
      status: 'active',
      createdAtMs: ASKED_AT_MS - 480 * HOUR_MS,
      hasPhone: true,
      phoneNumber: '+12025550143',
      metadata: { vip: 'true', 'Customer Age': '36' },
    },
    metadata: { order: 'A-1', 'Basket Size': '3' },
    signals: {
      fraudRiskScore: 42,
      fraudRiskLevel: 'elevated',
      merchantDisputeRiskLevel: 'normal',
      merchantDisputeRatePercent: 0.4,
      cardTestingRiskLevel: 'low',
      invalidAccountNumberDeclineRatePercent: 3,
      invalidCredentialsDeclineRatePercent: 7,
      fraudDisputability: 'neutral',
      networkRiskScore: 11,
    },
    isVerifiedByFraudChallenge: false,
    ...changes,
  };
}

/** What a condition is asked about: the sample authorization, one euro at 1.25 dollars, no fuel amount, no features. */
export function inputsWith(changes: Partial<Authorization> = {}, more: Partial<AttributeInputs> = {}): AttributeInputs {
  const rates = ratesByCurrency([{ currency: 'eur', fromMs: 0, usdPerUnit: 1.25 }]);
  const authorization = authorizationWith(changes);
  return { authorization, rates, fuelDispenserAmount: null, features: new Map(), ...more };
}

/** Every fault of a condition as a person reads it, of the parser and then of the checker. */
export function faultsOf(text: string, options: Partial<CheckOptions> = {}): string {
  const source = { path: 'rule', text };
  const { condition, diagnostics } = parseCondition(source);
  const checked = condition && checkCondition(condition, { source, catalogue, lists: new Map(), ...options });
  return [...diagnostics, ...(checked?.diagnostics ?? [])].map(formatDiagnostic).join('\n');
}

/** A condition without faults, compiled; throws where it has an error. */
export function compiled(text: string, options: Partial<CheckOptions> = {}): CompiledCondition {
  const source = { path: 'rule', text };
  const parsed = parseCondition(source);
  if (!parsed.condition) throw new Error(faultsOf(text));
  const from = options.catalogue ?? catalogue;
  const checked = checkCondition(parsed.condition, { source, catalogue: from, lists: new Map(), ...options });
  const errors = [...parsed.diagnostics, ...checked.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return compileCondition(checked.condition, from, options.lists);
}
