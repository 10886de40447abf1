import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { limits } from './limits.ts';
import { isPersonalName, looksLikeCardNumber, looksPersonal } from './personal.ts';
import { holdsCardNumber, isSecretName, looksSecret } from './secrets.ts';

/** What is wrong with a field, by its path with dots. Never says what stood in it. */
export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

interface Admission {
  readonly problems: FieldProblem[];
  fields: number;
  /** Fields beyond `limits.maxTrackedFields`. */
  surplus: number;
}

/**
 * What is taken of an event's data, and what was left out and why. What isn't taken reaches neither features nor
 * records, so that a value that was computed live is the same when it is computed again: secrets and card numbers,
 * what is nested too deeply, too long or too much. A personal number is taken as text.
 */
export function admitData(data: JsonObject): { readonly data: JsonObject; readonly problems: readonly FieldProblem[] } {
  const admission: Admission = { problems: [], fields: 0, surplus: 0 };
  const admitted = admitObject(data, '', 1, admission);
  if (admission.surplus > 0) {
    const problem = `${admission.surplus} fields too many are not taken: at most ${limits.maxTrackedFields} are`;
    admission.problems.push({ field: '', problem });
  }
  return { data: admitted, problems: admission.problems };
}

function admitObject(object: JsonObject, above: string, depth: number, admission: Admission): JsonObject {
  const taken: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(object)) {
    const path = above + name;
    const fault = nameFault(name) ?? secretFault(path, value);
    if (fault !== null) {
      admission.problems.push({ field: path, problem: fault });
      continue;
    }
    const admitted = admitValue(value, path, depth, admission);
    if (admitted !== undefined) taken.push([name, admitted]);
  }
  return Object.fromEntries(taken);
}

function nameFault(name: string): string | null {
  if (name === '' || name.length > limits.maxNameLength) {
    return `is not taken: its name has not 1 to ${limits.maxNameLength} characters`;
  }
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) return 'is not taken: its name holds what is no text';
  if (name.includes('.')) return 'is not taken: a dot in a name stands for what is nested';
  if (name === '__proto__') return 'is not taken: no field has this name';
  return looksPersonal(name) ? 'is not taken: its name looks like personal data' : null;
}

function secretFault(path: string, value: JsonValue): string | null {
  // Whether there was a PIN is no secret.
  if (typeof value === 'boolean' || value === null || !isSecretName(path)) return null;
  return 'is not taken: by its name it is a secret';
}

/** Undefined for what is not taken. */
function admitValue(value: JsonValue, path: string, depth: number, admission: Admission): JsonValue | undefined {
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    if (depth < limits.maxTrackedDepth) {
      const admitted = admitObject(value, `${path}.`, depth + 1, admission);
      return Object.keys(admitted).length > 0 ? admitted : undefined;
    }
    return refuse(admission, path, `is not taken: fields are nested ${limits.maxTrackedDepth} deep at most`);
  }
  if (admission.fields >= limits.maxTrackedFields) {
    admission.surplus += 1;
    return undefined;
  }
  admission.fields += 1;
  if (Array.isArray(value)) return admitList(value, path, depth, admission);
  const fault = valueFault(value);
  if (fault !== null) return refuse(admission, path, fault);
  return typeof value === 'number' && isPersonalName(path) ? String(value) : value;
}

function refuse({ problems }: Admission, field: string, problem: string): undefined {
  problems.push({ field, problem });
}

function valueFault(value: JsonValue): string | null {
  if (typeof value === 'number') {
    return looksLikeCardNumber(value) ? LIKE_A_CARD : null;
  }
  if (typeof value !== 'string') return null;
  if (value.length > limits.maxTrackedTextLength) {
    return `is not taken: it is longer than ${limits.maxTrackedTextLength} characters`;
  }
  if (looksSecret(value)) return 'is not taken: it looks like a secret';
  return holdsCardNumber(value) ? LIKE_A_CARD : null;
}

const LIKE_A_CARD = 'is not taken: it looks like a card number';

/** A list is taken whole or not at all: with an item left out it would be another one. */
function admitList(
  items: readonly JsonValue[],
  path: string,
  depth: number,
  admission: Admission,
): JsonValue | undefined {
  if (items.length > limits.maxTrackedItems) {
    return refuse(admission, path, `is not taken: a list has at most ${limits.maxTrackedItems} items`);
  }
  const inner: Admission = { problems: [], fields: 0, surplus: 0 };
  const taken = items.flatMap((item) => {
    const isDeeper = Array.isArray(item);
    if (isDeeper && depth >= limits.maxTrackedDepth) {
      return refuse(inner, path, `is not taken: lists are nested ${limits.maxTrackedDepth} deep at most`) ?? [];
    }
    const admitted = admitValue(item, path, isDeeper ? depth + 1 : depth, inner);
    return admitted === undefined ? [] : [admitted];
  });
  const [first] = inner.problems;
  if (first === undefined && inner.surplus === 0) return taken;
  const why = first ? `${first.field} ${first.problem}` : 'it holds too many fields';
  return refuse(admission, path, first?.field === path ? first.problem : `is not taken: ${why}`);
}
