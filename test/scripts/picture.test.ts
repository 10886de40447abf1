import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { frameOf } from '../../scripts/picture/frame.ts';
import { svgOf } from '../../scripts/picture/svg.ts';

function textOf(sent: string): string[] {
  return frameOf(sent, 8, 2).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

test('a frame is what the terminal shows in the end', () => {
  expect(textOf('\x1b[?1049h\x1b[2J\x1b[1;1Hgone\x1b[K\x1b[2;1Hbelow\x1b[K\x1b[1;1Hon\x1b[K')).toEqual(['on', 'below']);
  expect(textOf('\x1b[1;1Hlonger than the line')).toEqual(['longer t', '']);
  expect(textOf('\x1b[1;1Hgone\x1b[2J')).toEqual(['', '']);
});

test('a picture keeps the colours, and says no more than the text', () => {
  const svg = svgOf(frameOf('\x1b[1;3H\x1b[31m<no>\x1b[0m ok', 12, 1), 'a title');
  expect(svg).toContain('fill="#f07178">&lt;no&gt;</text>');
  expect(svg).toMatch(/x="\d+\.?\d*"[^>]+fill="#d4d4d4">ok<\/text>/);
});

test('the picture of the demo shows an attack and declines with reasons, and no path of the machine it was drawn on', () => {
  const svg = readFileSync('docs/demo.svg', 'utf8');
  expect(svg).toContain('ATTACK');
  expect(svg).toMatch(/fraud score [\d.]+ is above 50/);
  expect(svg).toContain('.countersign/demo');
  expect(svg).not.toMatch(/\/tmp|\/home|\/work|\/Users/);
});
