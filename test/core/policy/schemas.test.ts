import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaFiles } from '../../../scripts/schemas.ts';

test('the JSON Schemas for editors are those of the code (npm run docs writes them)', () => {
  const files = schemaFiles();
  expect(readdirSync('schemas').sort()).toEqual(Object.keys(files).sort());
  for (const [name, text] of Object.entries(files)) expect(readFileSync(`schemas/${name}`, 'utf8'), name).toBe(text);
});
