import { expect, it, test } from 'vitest';
import { isPersonalName } from '../../../src/core/domain/personal.ts';

test.each(
  (
    'email e.mail user_email customerEmail billing.email_address emails email2 phone phone_number mobile tel ' +
    'phoneNumbers name first_name lastName fullname customer.name cardholder_name user_name username name.first ' +
    'address billing_address shipping.address address_line1 address.line2 street dob date_of_birth birthDate ssn ' +
    'tax_id passport_number Name E-Mail-Address addresses'
  ).split(' '),
)('what is called %s tells something of a person', (name) => expect(isPersonalName(name)).toBe(true));

test.each(
  (
    'email_domain email_verified phone_country merchant_name merchant.name product.name event_name bank_name city ' +
    'country postal_code ip ip_address client.ip mac_address user_id amount successful device_name filename rename ' +
    'names_count template address_country telemetry mobile_app'
  ).split(' '),
)('what is called %s does not', (name) => expect(isPersonalName(name)).toBe(false));

it('is the same when it is asked about again', () => {
  expect([isPersonalName('contact_email'), isPersonalName('contact_email')]).toEqual([true, true]);
});
