import { NativeSelect } from '@mantine/core';
import { ROLES, type Role } from '../../../core/domain/role.ts';

const MEANS: Readonly<Record<Role, string>> = {
  viewer: 'looks, and changes nothing',
  analyst: 'writes the policy and lists, decides reviews',
  approver: "an analyst who makes others' versions live, and unmasks cardholders",
  admin: 'may do everything',
};

interface RoleChoiceProps {
  readonly value: Role;
  readonly disabled?: boolean;
  onChange(role: Role): void;
}

/** One of the roles, with what it may do. */
export function RoleChoice({ value, disabled = false, onChange }: RoleChoiceProps) {
  return (
    <NativeSelect
      label="Role"
      description={disabled ? 'Another admin changes yours.' : `${value}: ${MEANS[value]}`}
      disabled={disabled}
      value={value}
      data={[...ROLES]}
      onChange={({ currentTarget }) => onChange(ROLES.find((role) => role === currentTarget.value) ?? 'viewer')}
    />
  );
}
