// What npm does after an install: builds the console. JavaScript, since an older Node of the system may run it; without
// the development dependencies there is nothing to build with, and the service says so at `/`.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('node_modules/vite')) execSync('npm run build:console', { stdio: 'inherit' });
else process.stdout.write('The console is not built: that takes the development dependencies.\n');
