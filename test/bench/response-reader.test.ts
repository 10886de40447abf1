import { describe, expect, test } from 'vitest';
import { createResponseReader, type HttpResponse } from '../../bench/load/response-reader.ts';

const SIZED = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{"a"';
const CHUNKED =
  'HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nb\r\n12345678901\r\n0\r\n\r\n';

function read(...chunks: string[]): HttpResponse[] {
  const responses: HttpResponse[] = [];
  const push = createResponseReader((response) => responses.push(response));
  for (const chunk of chunks) push(Buffer.from(chunk));
  return responses;
}

describe('reading answers off the wire', () => {
  const both = [
    { status: 200, body: '{"a"' },
    { status: 400, body: 'abc12345678901' },
  ];

  test('takes a body by its length or in chunks', () => {
    expect(read(SIZED, CHUNKED)).toEqual(both);
  });

  test('does not depend on how the bytes arrive', () => {
    expect(read(...`${SIZED}${CHUNKED}`)).toEqual(both);
    expect(read(SIZED + CHUNKED)).toEqual(both);
  });

  test('gives nothing before an answer is whole', () => {
    expect(read(SIZED.slice(0, -1))).toEqual([]);
    expect(read(CHUNKED.slice(0, -1))).toEqual([]);
  });
});
