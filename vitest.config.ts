import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build-console.ts'],
    // Long for real services and a browser on two cores; what must be quick is measured in bench/.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores are the common case in CI: more workers only make real processes in the tests late.
    maxWorkers: 2,
  },
});
