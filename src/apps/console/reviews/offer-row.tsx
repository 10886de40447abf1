import { Checkbox, Kbd, NativeSelect } from '@mantine/core';
import type { Listable } from '../../../core/domain/review.ts';
import { capital } from '../parts/capital.ts';
import type { Offer } from './offers.ts';
import { PART_WORDS } from './words.ts';

interface OfferRowProps {
  readonly offer: Offer;
  /** The key that chooses it. */
  readonly press: string | null;
  readonly isChosen: boolean;
  readonly part: Listable | undefined;
  readonly fault: string | null;
  onToggle(): void;
  onPart(part: Listable): void;
}

/** Something that may follow from a verdict, with what it does. */
export function OfferRow({ offer, press, isChosen, part, fault, onToggle, onPart }: OfferRowProps) {
  const { label, description } = wordsOf(offer);
  const parts = offer.kind === 'list_entry' ? offer.parts : [];
  return (
    <div className="reviews-offer">
      <Checkbox
        size="xs"
        checked={isChosen}
        onChange={onToggle}
        error={fault}
        label={label}
        description={description}
      />
      {press !== null && <Kbd size="xs">{press}</Kbd>}
      {parts.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={`${label}: what of the purchase`}
          value={part ?? parts[0]?.part ?? ''}
          data={parts.map((each) => ({ value: each.part, label: `${PART_WORDS[each.part]}: ${each.value}` }))}
          onChange={({ currentTarget: { value } }) => onPart(value as Listable)}
        />
      )}
    </div>
  );
}

function wordsOf(offer: Offer): { readonly label: string; readonly description: string } {
  if (offer.kind === 'freeze_card') {
    const how = `Sets ${offer.card} inactive at Stripe. A job does it within seconds; Stripe's dashboard undoes it.`;
    return { label: 'Freeze the card', description: how };
  }
  const { list, parts } = offer;
  const only = parts.length === 1 ? parts[0] : undefined;
  return {
    label: only ? `${capital(PART_WORDS[only.part])} on @${list.name}` : `On @${list.name}`,
    description: [only?.value, list.note].filter(Boolean).join(' · '),
  };
}
