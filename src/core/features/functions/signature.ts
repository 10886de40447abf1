import type { FunctionDefinition } from './definition.ts';

/** How a function is called, for people: `Round(number[, digits])`, `Concat(value, …)`. */
export function signature({ name, parameters, optional = 0, isVariadic }: FunctionDefinition): string {
  const needed = parameters.slice(0, parameters.length - optional).map((parameter) => parameter.name);
  const more = [...parameters.slice(needed.length).map((parameter) => parameter.name), ...(isVariadic ? ['…'] : [])];
  if (more.length === 0) return `${name}(${needed.join(', ')})`;
  const rest = optional > 0 ? `[${needed.length > 0 ? ', ' : ''}${more.join(', ')}]` : `, ${more.join(', ')}`;
  return `${name}(${needed.join(', ')}${rest})`;
}
