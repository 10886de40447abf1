import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The console (src/apps/console), built into dist/console, from where the service serves it. */
export default defineConfig({
  root: 'src/apps/console',
  plugins: [react(), compressed()],
  build: {
    outDir: '../../../dist/console',
    emptyOutDir: true,
    // Which file wants which: the test of sizes adds them up.
    manifest: true,
    target: 'es2022',
    // A policy of content security without `data:` for scripts; small pictures may be inlined, code never is.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
});

/** Writes each file compressed beside itself: done once, so that the process that answers Stripe never does it. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const bytes = readFileSync(join(folder, name));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes));
      }
    },
  };
}
