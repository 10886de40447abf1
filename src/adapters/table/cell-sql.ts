import { type CellType, ISO_TIME, MAX_UNIX_SECONDS } from '../../core/history/cell.ts';

const NUMERIC = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const MOMENT = /^(?:DATE|TIMESTAMP.*)$/;
const SINGLE = /^(?:VARCHAR|BOOLEAN|UUID|ENUM\(.*\)|TIME.*|BIGNUM|INTERVAL)$/;

/** Whether cells of this type of DuckDB's are single values. */
export function isSingleValue(type: string): boolean {
  return NUMERIC.test(type) || MOMENT.test(type) || SINGLE.test(type);
}

/**
 * SQL that reads a cell exactly as `readCell` does, and is null where there is nothing to read or where it can't be
 * read. `column` is of DuckDB's `type`.
 */
export function cellSql({ column, type }: SqlColumn, cell: CellType): string {
  switch (cell.kind) {
    case 'text':
      return textSql({ column, type });
    case 'number':
      return withinSql(numberSql({ column, type }), cell.min, cell.max);
    case 'minor': {
      const number = numberSql({ column, type });
      const isWhole = `${number} BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER} AND floor(${number}) = ${number}`;
      // A zero with a sign is none to anybody.
      return `CASE WHEN ${isWhole} THEN abs(${number}) END`;
    }
    case 'boolean':
      return booleanSql({ column, type });
    case 'time':
      return timeSql({ column, type });
    case 'word': {
      const whens = [...cell.words].map(([word, meant]) => `WHEN ${quoted(word)} THEN ${quoted(meant)}`);
      return `CASE lower(trim(${textSql({ column, type })}, ${BLANKS})) ${whens.join(' ')} END`;
    }
    case 'code': {
      const text = `trim(${textSql({ column, type })}, ${BLANKS})`;
      const spelt = `${cell.isUpper ? 'upper' : 'lower'}(${text})`;
      const isCode = `length(${text}) = ${cell.letters} AND regexp_full_match(${text}, '[A-Za-z]+')`;
      return `CASE WHEN ${isCode} THEN ${spelt} END`;
    }
  }
}

/**
 * SQL that tells whether something stands in a cell that can't be read, or, where it is required, nothing that can.
 * Never null. What is spelt as it should be costs little: that is most of it.
 */
export function brokenSql(of: SqlColumn, cell: CellType, isRequired: boolean): string {
  const value = `(${cellSql(of, cell)})`;
  if (isRequired) return `(${value} IS NULL)`;
  if (cell.kind === 'text') return 'false';
  const isUnread = `(${value} IS NULL AND ${textSql(of)} IS NOT NULL)`;
  const usual = usualWords(cell);
  if (usual.length === 0 || of.type !== 'VARCHAR') return isUnread;
  const isUsual = `${of.column} IS NULL OR ${of.column} IN (${usual.map(quoted).join(', ')})`;
  return `(CASE WHEN ${isUsual} THEN false ELSE ${isUnread} END)`;
}

/**
 * SQL that is read as `readCell` reads it afterwards, of rows that were looked at: words and codes come as they stand,
 * since what is not asked for need not be read.
 */
export function storedSql(of: SqlColumn, cell: CellType): string {
  return isReadLater(cell) ? textSql(of) : cellSql(of, cell);
}

/** Whether a cell comes as it stands, to be read by `readCell`. */
export function isReadLater({ kind }: CellType): boolean {
  return kind === 'word' || kind === 'code';
}

function usualWords(cell: CellType): readonly string[] {
  if (cell.kind === 'word') return cell.shown;
  if (cell.kind === 'boolean') return ['0', '1', 'true', 'false'];
  if (cell.kind !== 'code') return [];
  return cell.isUpper
    ? ['US', 'GB', 'CA', 'DE', 'FR', 'NL', 'IE', 'ES', 'IT', 'AU']
    : ['usd', 'eur', 'gbp', 'cad', 'aud'];
}

/** A column of a table, as SQL names it, with DuckDB's type of it. */
export interface SqlColumn {
  readonly column: string;
  readonly type: string;
}

// The same as in core/history/cell.ts.
const BLANKS = `' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)`;

/** What stands there as text, null where that is nothing. */
export function textSql({ column, type }: SqlColumn): string {
  return `nullif(${type === 'VARCHAR' ? column : `CAST(${column} AS VARCHAR)`}, '')`;
}

function numberSql({ column, type }: SqlColumn): string {
  const number = NUMERIC.test(type) ? `CAST(${column} AS DOUBLE)` : `TRY_CAST(${textSql({ column, type })} AS DOUBLE)`;
  return `CASE WHEN isfinite(${number}) THEN ${number} END`;
}

function withinSql(number: string, min: number | null, max: number | null): string {
  if (min === null || max === null) return number;
  return `CASE WHEN (${number}) BETWEEN ${min} AND ${max} THEN ${number} END`;
}

function booleanSql({ column, type }: SqlColumn): string {
  if (type === 'BOOLEAN') return column;
  if (NUMERIC.test(type)) return `CASE ${column} WHEN 1 THEN true WHEN 0 THEN false END`;
  const text = `lower(trim(${textSql({ column, type })}, ${BLANKS}))`;
  return `CASE ${text} WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false END`;
}

/** In milliseconds. */
function timeSql({ column, type }: SqlColumn): string {
  if (MOMENT.test(type)) return momentSql(column);
  const seconds = numberSql({ column, type });
  const unix = `CASE WHEN ${seconds} >= 0 AND ${seconds} < ${MAX_UNIX_SECONDS} THEN floor(${seconds} * 1000 + 0.5) END`;
  if (NUMERIC.test(type)) return unix;
  const text = `trim(${textSql({ column, type })}, ${BLANKS})`;
  const iso = `CASE WHEN regexp_full_match(${text}, '${ISO_TIME}') THEN ${momentSql(text)} END`;
  return `CASE WHEN ${seconds} IS NULL THEN ${iso} ELSE ${unix} END`;
}

/** Milliseconds of a moment that is not before 1970. */
function momentSql(moment: string): string {
  const ms = `CAST(epoch_ms(TRY_CAST(${moment} AS TIMESTAMPTZ)) AS DOUBLE)`;
  return `CASE WHEN ${ms} >= 0 THEN ${ms} END`;
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The path of a file that is read: there DuckDB takes a name for a pattern, and would read what else is named so. */
export function quotedPath(path: string): string {
  return quoted(path.replace(/[*?[]/g, '[$&]'));
}
