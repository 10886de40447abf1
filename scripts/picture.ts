// Draws docs/demo.svg: the demo itself, performed for a while on a terminal of paper. Takes about 40 seconds.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performDemo } from '../src/apps/cli/demo/perform.ts';
import { createPicture } from '../src/apps/cli/demo/picture.ts';
import { DEFAULT_WISH } from '../src/apps/cli/demo.ts';
import { demoStage } from '../src/demo.ts';
import { frameOf } from './picture/frame.ts';
import { svgOf } from './picture/svg.ts';

const [COLUMNS, ROWS, SECONDS] = [108, 32, 38];
const wish = { ...DEFAULT_WISH, minutes: SECONDS / 60 };

const dataDir = mkdtempSync(join(tmpdir(), 'countersign-'));
let sent = '';
try {
  const stage = demoStage({ DATA_DIR: dataDir }, { policies: null, challenge: null }, 'policies');
  const openView = ({ url }: { url: string }) =>
    createPicture({
      columns: () => COLUMNS,
      rows: () => ROWS,
      write: (text) => {
        sent += text;
      },
      nowMs: () => performance.now(),
      every(ms, run) {
        const timer = setInterval(run, ms);
        return () => clearInterval(timer);
      },
      colours: true,
      // The real link would be of no use to anybody.
      title: {
        ...wish,
        url,
        console: `${url}/demo/vHq1xTz8Lm3p`,
        dataDir: '.countersign/demo',
        rate: wish.ratePerSecond,
      },
    });
  await performDemo(wish, stage, { openView, browse: null }, new AbortController().signal);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
// The picture as it stood when the demo left the terminal's other screen.
const shown = sent.slice(0, sent.indexOf('\x1b[?1049l'));
writeFileSync('docs/demo.svg', svgOf(frameOf(shown, COLUMNS, ROWS), 'The demo of Countersign in a terminal'));
