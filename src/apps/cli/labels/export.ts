import { limits } from '../../../core/domain/limits.ts';
import type { Label } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';
import { FILTER_OPTIONS, labelFilterOf } from './filter.ts';

const COLUMNS = [
  ...([
    'authorization',
    'transaction',
    'card',
    'verdict',
    'source',
    'strength',
    'ref',
    'known_at',
    'noted_at',
    'approved',
  ] as const),
  'note',
] as const;

/** `countersign labels export`: all labels that are asked for, one a line. */
export const exportVerb: Verb = {
  usage: '[filters] [--csv]',
  words: [0, 0],
  takes: ['csv', ...FILTER_OPTIONS],
  prepare(_words, values, { nowMs }) {
    const filter = labelFilterOf(values, nowMs);
    return async ({ client }, terminal) => {
      if (values.csv) await write(terminal.stdout, `${COLUMNS.join(',')}\r\n`);
      for await (const label of client.labels.each({ limit: limits.apiMaxPage, ...filter })) {
        if (values.csv)
          await write(terminal.stdout, `${COLUMNS.map((name) => cell(textOf(label, name))).join(',')}\r\n`);
        else await writeJson(terminal, label);
      }
      return EXIT.done;
    };
  },
};

function textOf(label: Label, name: (typeof COLUMNS)[number]): string {
  return String((name === 'note' ? label.detail.note : label[name]) ?? '');
}

/** As RFC 4180 has it; a text that a spreadsheet would take for a formula is one no more. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
