import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores are the common case in CI: more workers only make real processes in the tests late.
    maxWorkers: 2,
  },
});
