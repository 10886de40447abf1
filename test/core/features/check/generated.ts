import fc from 'fast-check';

type Kind = 'bool' | 'number' | 'text' | 'time';
type Event = 'login' | 'purchase' | 'authorization';

/** What can be read of each kind, besides features. */
const INPUTS: Readonly<Record<Event, Readonly<Record<Kind, readonly string[]>>>> = {
  login: {
    bool: ['ok', 'successful'],
    number: ['score', 'declared_n'],
    text: ['ip', 'email', 'declared_ip'],
    time: ['at', 'declared_at'],
  },
  purchase: {
    bool: ['ok', 'gift'],
    number: ['price', 'declared_n'],
    text: ['ip', 'email', 'declared_ip'],
    time: ['at', 'declared_at'],
  },
  authorization: {
    bool: ['is_card_present'],
    number: ['amount', 'amount_in_usd', 'fraud_risk_score'],
    text: ['card', 'cardholder_email', 'cardholder_metadata["user_id"]', 'card_metadata["phone"]'],
    time: ['EventTime()'],
  },
};

const LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  bool: ['true', 'false', 'null'],
  number: ['0', '5', '-1.5', 'null', 'Days(36 hours)'],
  text: ['"text"', '""', 'null'],
  time: ['EventTime()', 'ParseTime("2026-05-01")'],
};

/** Features of an event and their kinds; each reads only those before it. */
const FEATURES: readonly (readonly [string, Kind])[] = [
  ['f_bool', 'bool'],
  ['f_number', 'number'],
  ['f_text', 'text'],
  ['f_time', 'time'],
];

type Make = (...parts: (string | Kind)[]) => fc.Arbitrary<string>;

/** Expressions of one kind, that stand in an event after so many of its features. */
function expressions(event: Event, readable: number): Record<Kind, fc.Arbitrary<string>> {
  const names = (kind: Kind) => [
    ...INPUTS[event][kind],
    ...FEATURES.slice(0, readable).flatMap(([name, of]) => (of === kind ? [name] : [])),
  ];
  return fc.letrec<Record<Kind, string>>((tie) => {
    const make: Make = (...parts) =>
      fc.tuple(...parts.map((part) => (isKind(part) ? tie(part) : fc.constant(part)))).map((filled) => filled.join(''));
    const shared = (kind: Kind) => [
      fc.constantFrom(...names(kind), ...LITERALS[kind]),
      fc.constantFrom(...names(kind)),
      make('If(', 'bool', ', ', kind, ', ', kind, ')'),
      make('Coalesce(', kind, ', ', kind, ')'),
      make('Case(when ', 'bool', ' then ', kind, ' default ', kind, ')'),
      make('{x: ', kind, '}.x'),
      make('[', kind, ', ', kind, '][1]'),
    ];
    const among = (kind: Kind, ...own: fc.Arbitrary<string>[]) =>
      fc.oneof({ maxDepth: 3, depthSize: 'small' }, ...shared(kind), ...own);
    return {
      bool: among(
        'bool',
        make('(', 'bool', ' and not ', 'bool', ')'),
        make('(', 'bool', ' or ', 'bool', ')'),
        make('(', 'number', ' is not null)'),
        make('(', 'bool', ' is true)'),
        make('("x" != ', names('text')[0] ?? '""', ')'),
        make('(', names('number')[0] ?? '0', ' >= 5)'),
        make('(', names('text')[0] ?? '""', ' in ["a", "b"])'),
      ),
      number: among(
        'number',
        make('(', names('number')[0] ?? '0', ' * 2)'),
        make('Hours(EventTime() - ', names('time')[0] ?? 'EventTime()', ')'),
        make('Len(Coalesce(', 'text', ', ""))'),
        aggregate(event, names('text')),
      ),
      text: among('text', make('Lower(', 'text', ')'), make('EmailDomain(', 'text', ')')),
      time: among('time', make('(', names('time')[0] ?? 'EventTime()', ' + 5 days)')),
    };
  });
}

function isKind(part: string): part is Kind {
  return part === 'bool' || part === 'number' || part === 'text' || part === 'time';
}

function aggregate(event: Event, keys: readonly string[]): fc.Arbitrary<string> {
  // Features are counted of earlier events only: `login`, then `purchase`, then `authorization`.
  const writers: Readonly<Record<Event, readonly Event[]>> = {
    login: ['login'],
    purchase: ['login', 'purchase'],
    authorization: ['login', 'purchase', 'authorization'],
  };
  return fc
    .record({
      writer: fc.constantFrom(...writers[event]),
      name: fc.constantFrom('Count', 'CountUnique', 'Sum', 'Average', 'Min', 'Max', 'Latest'),
      key: fc.constantFrom(...keys),
      isFeature: fc.boolean(),
      isWhere: fc.boolean(),
      rest: fc.constantFrom(' last 1 day', ' last 2.5 hours exclusive', ''),
    })
    .map(({ writer, name, key, isFeature, isWhere, rest }) => {
      const inputs = INPUTS[writer];
      const value = name === 'Count' ? '' : isFeature && writer !== event ? 'f_number' : inputs.number[0];
      const where = isWhere
        ? ` where ${inputs.bool[0]}${writer === 'authorization' ? ' and not is_declined' : ''}`
        : '';
      const [of, as] = writer === event ? ['', ''] : [`<${writer}>`, ` as ${inputs.text[0]}`];
      return `${name}${of}(${value} by ${key}${as}${where}${rest})`;
    });
}

const DECLARED = `declared_ip := $.client.ip as string
declared_n := $.n as int ? 5
declared_at := $.at as time?`;

function block(event: Event): fc.Arbitrary<string> {
  const features = FEATURES.map(([name, kind], index) =>
    expressions(event, index)[kind].map((expression) => `${name} := ${expression}`),
  );
  const declared = event === 'authorization' ? 'to_stripe := {f_bool, number: f_number, f_time}' : DECLARED;
  return fc.tuple(...features).map((lines) => [`event ${event}`, ...lines, declared].join('\n'));
}

/** Texts that parse, and of which most are sound: every operand is of the kind that its operator takes. */
export const generatedProgram: fc.Arbitrary<string> = fc
  .tuple(block('authorization'), block('purchase'), block('login'))
  .map((blocks) => blocks.join('\n'));
