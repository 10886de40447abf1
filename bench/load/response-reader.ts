/** One answer off the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly body: string;
}

/**
 * Puts the answers of one keep-alive connection together from what the socket gives: as much of HTTP/1.1 as the two
 * servers speak (Content-Length and chunked bodies, ASCII), so that the generator takes little of the machine.
 */
export function createResponseReader(onResponse: (response: HttpResponse) => void): (chunk: Buffer) => void {
  let text = '';
  return (chunk) => {
    text += chunk.toString('latin1');
    for (let found = readResponse(text); found !== null; found = readResponse(text)) {
      text = text.slice(found.end);
      onResponse(found.response);
    }
  };
}

interface Found {
  readonly response: HttpResponse;
  /** Where the next one begins. */
  readonly end: number;
}

/** The first answer in the text, or null while it isn't whole. */
function readResponse(text: string): Found | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = text.slice(0, headEnd);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) return readChunks(text, headEnd + 4, status);
  const end = headEnd + 4 + Number(length);
  return end > text.length ? null : { response: { status, body: text.slice(headEnd + 4, end) }, end };
}

function readChunks(text: string, start: number, status: number): Found | null {
  let body = '';
  for (let at = start; ; ) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (end > text.length) return null;
    if (size === 0) return { response: { status, body }, end };
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = end;
  }
}
