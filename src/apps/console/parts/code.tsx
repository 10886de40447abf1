import './code.css';
import { type Language, piecesOf } from './tokens.ts';

interface CodeProps {
  readonly text: string;
  readonly language: Language;
}

/** A text of the policy within a line of the page, its words in their colours. */
export function Code({ text, language }: CodeProps) {
  return (
    <code className="code">
      <Pieces text={text} language={language} />
    </code>
  );
}

/** A whole text of the policy, line by line with numbers, to be read. */
export function CodeBlock({ text, language, label }: CodeProps & { readonly label: string }) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="code-block" aria-label={label} tabIndex={0}>
      <ol className="code">
        {lines.map((line, number) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its number
          <li key={number}>
            <Pieces text={line} language={language} />
            {'\n'}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A text cut into its pieces, each with its colour. */
export function Pieces({ text, language }: CodeProps) {
  return piecesOf(text, language).map(({ kind, text: piece }, place) =>
    kind === 'plain' ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names, and their text never changes
      <span key={place} className={`code-${kind}`}>
        {piece}
      </span>
    ),
  );
}
