import './choices.css';

interface ChoicesProps<Value extends string> {
  /** What is chosen, for who does not see the page. */
  readonly label: string;
  readonly values: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: Value;
  choose(value: Value): void;
}

/** One of a few, side by side. */
export function Choices<Value extends string>({ label, values, chosen, choose }: ChoicesProps<Value>) {
  return (
    <fieldset className="choices">
      <legend className="hidden">{label}</legend>
      {values.map(({ value, name }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => choose(value)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
