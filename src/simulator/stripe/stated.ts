import type { Authorization, StatedFields } from './account.ts';
import type { PendingAuthorization } from './authorization-object.ts';

/** The authorization with what the caller of the API stated of it. */
export function withStated(authorization: PendingAuthorization, stated: StatedFields): PendingAuthorization {
  const { amount_details, merchant_data, network_data, verification_data, ...whole } = stated;
  const { amount_details: details, network_data: network } = authorization;
  const amountDetails = { atm_fee: null, cashback_amount: null, ...details, ...amount_details };
  const noNetwork = { acquiring_institution_id: null, system_trace_audit_number: null, transaction_id: null };
  return {
    ...authorization,
    ...(whole as Partial<Authorization>),
    amount_details: amountDetails,
    merchant_data: { ...authorization.merchant_data, ...merchant_data },
    network_data: { ...noNetwork, ...network, ...network_data },
    pending_request: { ...authorization.pending_request, amount_details: amountDetails },
    verification_data: { ...authorization.verification_data, ...verification_data },
  };
}
