import { loadPolicyFolder } from '../../../adapters/store/policies/load.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

const WHY =
  'a start needs a sound policy; without one, the policy kept from an earlier start is used, or nothing answers';

/** Is the policy folder sound? */
export async function checkPolicy(directory: string): Promise<Finding> {
  const { policy, diagnostics } = await loadPolicyFolder(directory);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!policy || first) {
    const more = errors.length > 1 ? `, and ${errors.length - 1} more` : '';
    const found = `${first?.message ?? `${directory} is no policy`}${more}`;
    return fault('policy', found, WHY, `countersign check ${directory} shows each error with its place and a hint`);
  }
  const found = `${directory}, version ${policy.version}`;
  if (diagnostics.length === 0) return ok('policy', found);
  const why = `${diagnostics.length} of its lines may not mean what they say`;
  return warning('policy', found, why, `countersign check ${directory} shows them`);
}
