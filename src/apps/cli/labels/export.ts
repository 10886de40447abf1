import { csvRecord } from '../../../core/domain/csv.ts';
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
      if (values.csv) await write(terminal.stdout, csvRecord(COLUMNS));
      for await (const label of client.labels.each({ limit: limits.apiMaxPage, ...filter })) {
        if (values.csv) await write(terminal.stdout, csvRecord(COLUMNS.map((name) => textOf(label, name))));
        else await writeJson(terminal, label);
      }
      return EXIT.done;
    };
  },
};

function textOf(label: Label, name: (typeof COLUMNS)[number]): string {
  return String((name === 'note' ? label.detail.note : label[name]) ?? '');
}
