/**
 * The floors of this house. A file imports from its own folder or from a lower floor, never up, never sideways:
 *
 *  12  testing.ts  conformance/                          the kit for tests of providers, over the next floor
 *  11  index.ts  provider.ts  library/                   the faces of the package for other programs
 *  10  main.ts              start.ts  run-program.ts, which run it as it is bundled
 *   9  server/               workers/  cli/                sandbox/ (a program of its own, spoken to over HTTP)
 *   8  providers/all-providers.ts                         the one list
 *   7  providers/<name>/                                  each on top of providers/provider.ts, and of no other
 *   6  previews/             federation/                  exports/               events/
 *   5  invoices/             transport/
 *   4  accounts/
 *   3  relay/
 *   2  lists/
 *   1  wire/                 calls/
 *   0  money/  scalars/  tracing/   on top of errors/
 *
 * Beside them stands telemetry/, which keeps and sends traces: main.ts alone loads it, where a collector is named.
 *
 * Beside them stands execution/, which makes code of queries to any schema: it knows GraphQL alone, and only server/ knows it.
 *
 * The sandbox has floors of its own:
 *
 *   5  main.ts  embedded.ts  environment.ts  start-sandbox.ts
 *   4  control/
 *   3  emulator/
 *   2  altostrat/  northflank/  faults/  calls/
 *   1  http/
 *   0  ground/
 *
 * Each rule's comment says how to mend a breach.
 */
const face = '\\.(type|input|args|scalar|scalars|resolver)\\.ts$';

/** `floor` may import only from its `own` paths, which are itself if nothing else is said, and the listed folders of its program. */
function floor(name, from, allowed, { own = [from], program = 'src' } = {}) {
  return {
    name: `floor-${name}`,
    severity: 'error',
    comment: `${name} stands below or beside what it imports here. Move the shared piece down to a floor that both may use (${allowed.join(', ') || 'none'}), or pass it in as an argument.`,
    from: { path: from },
    to: { path: `^${program}/`, pathNot: [...own, ...allowed.map((folder) => `^${program}/${folder}/`)] },
  };
}

/** What every noun may stand on. */
const basics = ['errors', 'money', 'scalars', 'tracing', 'wire', 'calls', 'lists', 'relay'];
const nouns = [...basics, 'accounts', 'invoices', 'previews'];

/** A provider, whichever (`$1` is its name): it knows the port and everything below it, and no other provider. */
const provider = '^src/providers/([^/]+)/';
const port = '^src/providers/provider\\.ts$';
const list = '^src/providers/all-providers\\.ts$';

/** A room of the sandbox. */
function sandboxFloor(name, allowed) {
  return floor(`sandbox-${name}`, `^sandbox/${name}/`, allowed, { program: 'sandbox' });
}

module.exports = {
  forbidden: [
    floor('errors', '^src/errors/', []),
    floor('money', '^src/money/', ['errors']),
    floor('scalars', '^src/scalars/', ['errors']),
    floor('wire', '^src/wire/', ['errors', 'money', 'scalars']),
    floor('tracing', '^src/tracing/', ['errors']),
    floor('telemetry', '^src/telemetry/', ['tracing']),
    floor('calls', '^src/calls/', ['errors', 'tracing']),
    floor('lists', '^src/lists/', ['errors', 'calls', 'scalars']),
    floor('relay', '^src/relay/', ['errors', 'lists']),
    floor('accounts', '^src/accounts/', basics),
    floor('invoices', '^src/invoices/', [...basics, 'accounts']),
    floor('transport', '^src/transport/', ['errors', 'wire', 'calls', 'tracing']),
    floor('previews', '^src/previews/', [...basics, 'accounts', 'invoices']),
    floor('exports', '^src/exports/', [...basics, 'accounts', 'invoices']),
    floor('events', '^src/events/', [...basics, 'accounts', 'invoices']),
    floor('federation', '^src/federation/', [...basics, 'accounts', 'invoices']),
    floor('port', port, [...nouns, 'transport']),
    floor('provider', provider, [...nouns, 'transport'], { own: ['^src/providers/$1/', port] }),
    floor('list-of-providers', list, [], { own: [port, provider] }),
    {
      name: 'providers-by-the-list',
      severity: 'error',
      comment:
        'A provider is reached through all-providers.ts alone. Put what you need of it into its definition, which the port describes.',
      from: { path: '^src/', pathNot: [provider, list] },
      to: { path: provider },
    },
    floor('execution', '^src/execution/', []),
    floor('server', '^src/server/', [
      ...nouns,
      'transport',
      'federation',
      'exports',
      'events',
      'providers',
      'execution',
    ]),
    floor('library', '^src/library/', ['server', 'providers', 'errors'], {
      own: ['^src/library/', '^src/embedded-sandbox\\.ts$'],
    }),
    floor('conformance', '^src/conformance/', ['library', 'providers']),
    {
      name: 'faces-last',
      severity: 'error',
      comment:
        'index.ts, provider.ts and testing.ts are for other programs, and library/ and conformance/ are behind them. Import the file that they export from.',
      from: { path: '^src/', pathNot: '^src/(library|conformance)/|^src/(index|testing)\\.ts$' },
      to: { path: '^src/(library|conformance)/|^src/(index|provider|testing)\\.ts$' },
    },
    floor('workers', '^src/workers/', []),
    floor('cli', '^src/cli/', ['exports']),
    sandboxFloor('ground', []),
    sandboxFloor('http', ['ground']),
    sandboxFloor('altostrat', ['ground', 'http']),
    sandboxFloor('northflank', ['ground', 'http']),
    sandboxFloor('faults', ['ground', 'http']),
    sandboxFloor('calls', ['ground', 'http']),
    sandboxFloor('emulator', ['ground', 'http', 'altostrat', 'northflank', 'faults', 'calls']),
    sandboxFloor('control', ['ground', 'http', 'altostrat', 'northflank', 'faults', 'calls', 'emulator']),
    {
      name: 'sandbox-one-way',
      severity: 'error',
      scope: 'folder',
      comment:
        'Two rooms of the sandbox need each other. Move the shared piece to a lower floor, or draw a floor for the new room.',
      from: { path: '^sandbox' },
      to: { circular: true },
    },
    {
      name: 'sandbox-apart',
      severity: 'error',
      comment:
        'The sandbox is a program of its own, so that what it emulates cannot come to depend on what is tested with it.',
      from: { path: '^sandbox/' },
      to: { path: '^src/' },
    },
    {
      name: 'sandbox-over-http',
      severity: 'error',
      comment: 'The API speaks to the sandbox over HTTP alone, as it does to the providers.',
      from: { path: '^src/' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that need each other are one idea or hide a third: join them, or move the shared piece to a file of its own. Types count too.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'face-only-by-faces',
      severity: 'error',
      comment:
        'Only the GraphQL face (*.type.ts, *.input.ts, *.scalar(s).ts, *.resolver.ts) and server/ import a face file. Move what you need into the plain file beside it.',
      from: { path: '^src/', pathNot: [face, '^src/server/'] },
      to: { path: face },
    },
    {
      name: 'graphql-only-in-faces',
      severity: 'error',
      comment:
        'graphql and type-graphql belong to the face files, to server/, execution/ and library/. Keep the noun plain and describe it in a *.type.ts beside it.',
      from: { path: '^src/', pathNot: [face, '^src/server/', '^src/execution/', '^src/library/'] },
      to: { path: 'node_modules/(graphql|type-graphql)/' },
    },
    {
      name: 'dataloader-only-in-loaders',
      severity: 'error',
      comment: 'dataloader belongs to *.loaders.ts, which live for one operation.',
      from: { path: '^src/', pathNot: '\\.loaders\\.ts$' },
      to: { path: 'node_modules/dataloader/' },
    },
    {
      name: 'apollo-only-in-server',
      severity: 'error',
      comment: '@apollo/server and fastify belong to server/. Everything below works without HTTP.',
      from: { path: '^src/', pathNot: '^src/server/' },
      to: { path: 'node_modules/(@apollo/server|fastify|@as-integrations/fastify)/' },
    },
    {
      name: 'undici-only-in-transport',
      severity: 'error',
      comment: 'Upstream HTTP goes through transport/, which bounds time and size and follows no redirects.',
      from: { path: '^src/', pathNot: '^src/transport/' },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'stores-only-in-stores',
      severity: 'error',
      comment:
        'A store that replicas share is spoken to from transport/stores/ alone, where every wait and size is bounded and it may fail.',
      from: { path: '^src/', pathNot: '^src/transport/stores/' },
      to: { path: 'node_modules/(ioredis|rate-limiter-flexible)/' },
    },
    {
      name: 'opentelemetry-only-in-telemetry',
      severity: 'error',
      comment:
        'What is kept of traces belongs to telemetry/, which is loaded where a collector is named. Tell a span of tracing/ what there is to tell.',
      from: { path: '^src/', pathNot: '^src/telemetry/' },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports this file. Delete it, or use it.',
      from: {
        orphan: true,
        path: '^(src|sandbox)/',
        pathNot: '(^|/)main\\.ts$|^src/(index|provider|testing)\\.ts$',
      },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
