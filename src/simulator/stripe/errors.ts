/** Nothing has this id, or nothing has it any more. */
export class NoSuchObject extends Error {
  readonly kind: string;
  readonly id: string;

  /** `kind` is Stripe's word for it, e.g. `authorization`. */
  constructor(kind: string, id: string) {
    super(`No such ${kind}: '${id}'`);
    this.name = 'NoSuchObject';
    this.kind = kind;
    this.id = id;
  }
}

/** The object is there, but its state doesn't allow this, or the amount is out of its range. */
export class InvalidTransition extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'InvalidTransition';
  }
}
