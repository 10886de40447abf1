import type { ListHit } from '../../core/domain/decision.ts';
import type { Lists } from '../../core/domain/lists.ts';

/**
 * Lists on which stands what was found there when it was decided. `textOf` tells an attribute's value, null where
 * nobody knows it any more: then any is the one.
 */
export function listsOfHits(hits: readonly ListHit[], textOf: (attribute: string) => string | null): Lists {
  const found = hits.map(({ list, attribute }) => {
    const name = /^:(\w+):$/.exec(attribute)?.[1] ?? attribute;
    return { list, value: textOf(name)?.trim().toLowerCase() ?? null };
  });
  return {
    has: (list, value) =>
      found.some((hit) => hit.list === list && (hit.value === null || hit.value === value.toLowerCase())),
  };
}

/** Hits as one text: `risky=:merchant:;hot=:card:`. */
export function writeHits(hits: readonly ListHit[]): string {
  return hits.map(({ list, attribute }) => `${list}=${attribute}`).join(';');
}

/** Hits that stand in such a text. */
export function readHits(text: string): ListHit[] {
  return text.split(';').flatMap((part) => {
    const [, list, attribute] = /^\s*([^=]+)=(.+?)\s*$/.exec(part) ?? [];
    return list === undefined || attribute === undefined ? [] : [{ list, attribute }];
  });
}
