import type { Authorization, MerchantData, VerificationData } from '../../core/domain/authorization.ts';
import type { Card, Cardholder, Metadata } from '../../core/domain/card.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { Signals } from '../../core/domain/signals.ts';
import { missing, type Value } from '../../core/domain/value.ts';
import type { Cell } from '../../core/history/cell.ts';
import type { CellSource, MetadataCells } from './row-layout.ts';

const NOT_SENT = missing('not_sent');
const NO_METADATA: Metadata = Object.freeze({});

/**
 * An ask that is read from the cells of a row when a part of it is asked for. To decide by thresholds takes three cells
 * of thirty, and to decode one of text costs DuckDB's binding a microsecond: read at once, a year would take twice as
 * long.
 * A class, since all rows share these getters; an object literal would make each of them anew for every row.
 */
export class PastAuthorization implements Authorization {
  readonly #cells: CellSource;
  readonly #row: number;
  readonly scope: Scope;
  readonly askedAtMs: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly previouslyApprovedAmountMinor: number;
  readonly historyLength: number;
  readonly isIncremental: boolean;
  readonly isVerifiedByFraudChallenge: boolean;
  #card: Card | null = null;
  #cardholder: Cardholder | null = null;
  #merchant: MerchantData | null = null;
  #signals: Signals | null = null;
  #verification: VerificationData | null | undefined;
  #metadata: Metadata | null = null;

  constructor(cells: CellSource, row: number) {
    this.#cells = cells;
    this.#row = row;
    this.scope = cells.scope(row);
    const { all } = cells;
    this.askedAtMs = Number(all.created[row]);
    this.amountMinor = Number(all.amount[row]);
    this.currency = text(all.currency[row]) ?? 'usd';
    this.previouslyApprovedAmountMinor = number(all.previously_approved_amount[row]) ?? 0;
    this.historyLength = number(all.history_length[row]) ?? 0;
    this.isIncremental = all.is_incremental[row] === true || this.previouslyApprovedAmountMinor > 0;
    this.isVerifiedByFraudChallenge = all.is_verified_by_fraud_challenge[row] === true;
  }

  get id(): string {
    return String(this.#cells.own('authorization', this.#row));
  }

  get createdAtMs(): number {
    return this.askedAtMs;
  }

  get merchantAmountMinor(): number | null {
    return number(this.#attribute('merchant_amount'));
  }

  get merchantCurrency(): string | null {
    return text(this.#attribute('merchant_currency'));
  }

  get cashbackAmountMinor(): number | null {
    return number(this.#attribute('cashback_amount'));
  }

  get isAmountControllable(): boolean | null {
    return boolean(this.#attribute('is_amount_controllable'));
  }

  get authorizationMethod(): string | null {
    return text(this.#attribute('authorization_method'));
  }

  get cardPresence(): string | null {
    const isPresent = boolean(this.#attribute('is_card_present'));
    return isPresent === null ? null : isPresent ? 'present' : 'not_present';
  }

  get wallet(): string | null {
    return text(this.#attribute('digital_wallet'));
  }

  get merchant(): MerchantData {
    this.#merchant ??= new PastMerchant(this.#cells, this.#row);
    return this.#merchant;
  }

  get verification(): VerificationData | null {
    if (this.#verification === undefined) this.#verification = this.#readVerification();
    return this.#verification;
  }

  get card(): Card {
    this.#card ??= {
      id: text(this.#attribute('card')),
      type: text(this.#attribute('card_type')),
      brand: text(this.#attribute('card_brand')),
      status: text(this.#attribute('card_status')),
      createdAtMs: hoursBefore(this.askedAtMs, this.#attribute('hours_since_card_was_created')),
      fraudWarning: this.#readFraudWarning(),
      metadata: metadataOf(this.#cells.metadata.card, this.#row),
    };
    return this.#card;
  }

  get cardholder(): Cardholder {
    this.#cardholder ??= {
      id: text(this.#attribute('cardholder')),
      email: text(this.#attribute('cardholder_email')),
      country: text(this.#attribute('cardholder_country')),
      status: null,
      createdAtMs: null,
      // Whether they could have been asked no file tells: a challenge counts as one.
      hasPhone: true,
      phoneNumber: null,
      metadata: metadataOf(this.#cells.metadata.cardholder, this.#row),
    };
    return this.#cardholder;
  }

  get metadata(): Metadata {
    this.#metadata ??= metadataOf(this.#cells.metadata.authorization, this.#row);
    return this.#metadata;
  }

  get signals(): Signals {
    this.#signals ??= this.#readSignals();
    return this.#signals;
  }

  #attribute(name: string): Cell {
    return this.#cells.attribute(name, this.#row);
  }

  #readVerification(): VerificationData | null {
    const cvcCheck = text(this.#attribute('cvc_check'));
    const expiryCheck = text(this.#attribute('expiry_check'));
    const addressPostalCodeCheck = text(this.#attribute('address_zip_check'));
    const addressLine1Check = text(this.#attribute('address_line1_check'));
    const isAuthenticated = boolean(this.#attribute('is_3d_secure_authenticated'));
    const threeDSecureResult = isAuthenticated ? 'authenticated' : null;
    const isNothing = !(cvcCheck || expiryCheck || addressPostalCodeCheck || addressLine1Check || isAuthenticated);
    return isNothing ? null : { cvcCheck, expiryCheck, addressPostalCodeCheck, addressLine1Check, threeDSecureResult };
  }

  #readFraudWarning(): Card['fraudWarning'] {
    const startedAtMs = hoursBefore(this.askedAtMs, this.#attribute('hours_since_fraud_warning'));
    const isCompromised = boolean(this.#attribute('is_card_compromised')) ?? startedAtMs !== null;
    return isCompromised ? { type: null, startedAtMs } : null;
  }

  #readSignals(): Signals {
    const fraudRiskLevel = signalOf(this.#attribute('fraud_risk_level'));
    const disputeLevel = signalOf(this.#attribute('merchant_dispute_risk_level'));
    const testingLevel = signalOf(this.#attribute('card_testing_risk_level'));
    return {
      fraudRiskScore: beside(this.#attribute('fraud_risk_score'), fraudRiskLevel),
      fraudRiskLevel,
      merchantDisputeRiskLevel: disputeLevel,
      merchantDisputeRatePercent: beside(this.#attribute('merchant_dispute_rate'), disputeLevel),
      cardTestingRiskLevel: testingLevel,
      invalidAccountNumberDeclineRatePercent: beside(
        this.#attribute('invalid_account_number_decline_rate_hourly'),
        testingLevel,
      ),
      invalidCredentialsDeclineRatePercent: beside(
        this.#attribute('invalid_credentials_decline_rate_hourly'),
        testingLevel,
      ),
      fraudDisputability: signalOf(this.#attribute('fraud_disputability')),
      networkRiskScore: signalOf(this.#attribute('network_risk_score')),
    };
  }
}

/** Read part by part as well: to count purchases takes the id alone, and the others are texts. */
class PastMerchant implements MerchantData {
  readonly #cells: CellSource;
  readonly #row: number;

  constructor(cells: CellSource, row: number) {
    this.#cells = cells;
    this.#row = row;
  }

  get networkId(): string | null {
    return this.#text('merchant');
  }

  get name(): string | null {
    return this.#text('merchant_name');
  }

  get category(): string | null {
    return this.#text('merchant_category');
  }

  get categoryCode(): string | null {
    return this.#text('merchant_category_code');
  }

  get country(): string | null {
    return this.#text('merchant_country');
  }

  get state(): string | null {
    return this.#text('merchant_state');
  }

  get city(): string | null {
    return this.#text('merchant_city');
  }

  get postalCode(): string | null {
    return this.#text('merchant_postal_code');
  }

  #text(name: string): string | null {
    return text(this.#cells.attribute(name, this.#row));
  }
}

/** The value of a cell; missing where nothing stands there, or one of Stripe's words for that. */
export function signalOf(cell: Cell): Value {
  if (cell === null) return NOT_SENT;
  return cell === 'not_assessed' || cell === 'unknown' ? missing(cell) : cell;
}

/** A number, or why Stripe sent none: the level beside it says so. */
function beside(cell: Cell, level: Value): Value {
  if (cell !== null) return cell;
  return typeof level === 'object' && level.missing === 'not_assessed' ? level : NOT_SENT;
}

function text(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

function number(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}

function boolean(cell: Cell): boolean | null {
  return typeof cell === 'boolean' ? cell : null;
}

function hoursBefore(atMs: number, hours: Cell): number | null {
  return typeof hours === 'number' ? atMs - hours * 3_600_000 : null;
}

function metadataOf(cells: readonly MetadataCells[], row: number): Metadata {
  if (cells.length === 0) return NO_METADATA;
  const metadata: Record<string, string> = {};
  for (const { key, cellAt } of cells) {
    const cell = cellAt(row);
    if (cell !== null) metadata[key] = String(cell);
  }
  return metadata;
}
