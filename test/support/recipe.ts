/** The features against account takeover, as whoever wrote them first has them. */
export const RECIPE = `event login
failed_users_by_ip_15m := CountUnique(
  user_id
  by ip
  where not successful
  last 15 minutes)

event purchase
-- brute-force attack signal
failed_logins_by_user_5d := Count<login>(
  by user_id
  where not successful
  last 5 days)
-- credential-stuffing attack signal
failed_users_by_login_ip_5d := Max<login>(
  failed_users_by_ip_15m
  by user_id
  where successful -- attacker eventually succeeded
  last 5 days)
to_stripe = {failed_logins_by_user_5d, failed_users_by_login_ip_5d}
`;
