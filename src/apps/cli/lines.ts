import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * The lines of an input in UTF-8, without their ends (LF or CRLF), in constant memory. JSON may hold line ends of
 * Unicode's (U+2028): they end no line here.
 */
export async function* readLines(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let open = '';
  for await (const chunk of input) {
    const text: string = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      yield withoutReturn(open + text.slice(start, end));
      open = '';
      start = end + 1;
    }
    open += text.slice(start);
  }
  open += decoder.end();
  if (open !== '') yield withoutReturn(open);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
