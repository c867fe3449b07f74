import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { registerGraphiql } from '../../../src/server/http/graphiql.js';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

/** A stand-in for what the build writes: the real one is megabytes and seconds. */
const assets: Record<string, string> = {
  'app-AAAA1111.js': 'export {};',
  'app-BBBB2222.css': '#graphiql { height: 100% }',
  'chunk-CCCC3333.js': 'export {};',
  'notices-BBBB3333.txt': 'MIT',
  'icon-DDDD4444.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'font-EEEE5555.woff2': 'font',
  'codicon-FFFF6666.ttf': 'font',
  'editor.worker-AAAA7777.js': '(() => {})();',
  'json.worker-BBBB8888.js': '(() => {})();',
  'graphql.worker-CCCC9999.js': '(() => {})();',
};

const manifest = {
  script: 'app-AAAA1111.js',
  style: 'app-BBBB2222.css',
  preload: ['chunk-CCCC3333.js'],
  icon: 'icon-DDDD4444.svg',
  notices: 'notices-BBBB3333.txt',
  workers: {
    editor: 'editor.worker-AAAA7777.js',
    json: 'json.worker-BBBB8888.js',
    graphql: 'graphql.worker-CCCC9999.js',
  },
  examples: [
    { query: '# </script><script>alert(1)</script> <!-- \nquery First { __typename }' },
    { query: 'query Second($id: ID!) { node(id: $id) { id } }', variables: '{ "id": "x" }' },
  ],
  examplesVersion: '12345678',
  files: Object.fromEntries(
    Object.keys(assets).map((name) => [name, name.endsWith('.woff2') ? [] : ['br', 'gzip']]),
  ),
};

const mediaTypes: Record<string, RegExp> = {
  js: /^(application|text)\/javascript(; charset=utf-8)?$/,
  css: /^text\/css(; charset=utf-8)?$/,
  svg: /^image\/svg\+xml(; charset=utf-8)?$/,
  woff2: /^font\/woff2$/,
  ttf: /^font\/ttf$/,
  txt: /^text\/plain(; charset=utf-8)?$/,
};

let directory: string;
let app: FastifyInstance;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'graphiql-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'assets.json'), JSON.stringify(manifest));
  for (const [name, content] of Object.entries(assets)) {
    await writeFile(join(directory, 'assets', name), content);
    if (name.endsWith('.woff2')) continue;
    await writeFile(join(directory, 'assets', `${name}.gz`), gzipSync(content));
    await writeFile(join(directory, 'assets', `${name}.br`), brotliCompressSync(content));
  }
  app = await start(directory);
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

async function start(from: string, headers: Record<string, string> = { Authorization: 'Bearer </script>' }) {
  const server = Fastify();
  await registerGraphiql(server, { graphqlPath: '/graphql', headers, asksForIds: false, directory: from });
  await server.listen({ port: 0, host: '127.0.0.1' });
  return server;
}

/** By node:http, because fetch unpacks what is compressed and tidies paths. */
function request(path: string, headers: Record<string, string> = {}, server = app) {
  const { port } = server.server.address() as AddressInfo;
  return new Promise<{ status?: number; headers: IncomingHttpHeaders; bytes: Buffer; text: string }>(
    (resolve, reject) => {
      get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString() });
        });
      }).on('error', reject);
    },
  );
}

async function fetchPage(server = app) {
  const response = await request('/', {}, server);
  return { response, html: response.text };
}

function readConfiguration(html: string) {
  const text = /<script id="configuration" type="application\/json">([^]*?)<\/script>/.exec(html)?.[1];
  return JSON.parse(text ?? '') as Pick<typeof manifest, 'examples' | 'examplesVersion' | 'workers'> & {
    graphqlPath: string;
    headers: Record<string, string>;
  };
}

describe('F59 the GraphiQL page', () => {
  test('is served at / as HTML that is checked for a newer build each time', async () => {
    const { response, html } = await fetchPage();
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-cache');
    expect(html).toContain('<title>billing-graphql</title>');
    expect(html).toContain('<html lang="en">');
  });

  test('carries a policy that allows our own origin only, and no inline script', async () => {
    const { response } = await fetchPage();
    expect(response.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; " +
        "img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'",
    );
  });

  test('has no inline script, no inline style and no event attribute', async () => {
    const { html } = await fetchPage();
    const scripts = [...html.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(scripts).toEqual([
      ' type="module" src="graphiql/app-AAAA1111.js"',
      ' id="configuration" type="application/json"',
    ]);
    expect(html).not.toMatch(/<style|<[a-z][^>]*\s(style|on[a-z]+)=/);
  });

  test('names no other host', async () => {
    const { html } = await fetchPage();
    expect(html).not.toMatch(/(https?:)?\/\/[a-z]/i);
  });

  test('keeps its configuration inside its element, whatever the examples and headers hold', async () => {
    const { html } = await fetchPage();
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toContain('<!--');
    const { examples, headers } = readConfiguration(html);
    expect(examples).toEqual(manifest.examples);
    expect(headers).toEqual({ Authorization: 'Bearer </script>' });
  });

  test('tells the app where to send operations, and its tabs with their variables', async () => {
    const { html } = await fetchPage();
    expect(readConfiguration(html)).toMatchObject({
      graphqlPath: 'graphql',
      examples: [{ query: expect.any(String) }, { variables: '{ "id": "x" }' }],
      examplesVersion: '12345678',
    });
  });

  test('says what to run where the assets are not built, and lets the rest of the server start', async () => {
    const server = await start(join(directory, 'missing'));
    const { response, html } = await fetchPage(server);
    expect(response.status).toBe(503);
    expect(html).toContain('GraphiQL is not built: run "npm run build"');
    await server.close();
  });
});

describe('F59 the GraphiQL assets', () => {
  test('that the page and its configuration name are all served', async () => {
    const { html } = await fetchPage();
    const named = [...html.matchAll(/"(graphiql\/[^"]+)"/g)].map(([, path]) => path);
    expect(named).toHaveLength(9);
    for (const path of named) expect((await request(`/${path}`)).status).toBe(200);
  });

  test.each(Object.keys(assets))(
    '%s has its media type, may be kept for ever and is not sniffed',
    async (name) => {
      const { status, headers, text } = await request(`/graphiql/${name}`);
      expect({ status, text }).toEqual({ status: 200, text: assets[name] });
      expect(headers['content-type']).toMatch(mediaTypes[name.split('.').at(-1)!]!);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toBeUndefined();
    },
  );

  test.each([
    { accepts: 'gzip, deflate, br, zstd', encoding: 'br', decompress: brotliDecompressSync },
    { accepts: 'gzip, deflate', encoding: 'gzip', decompress: gunzipSync },
    { accepts: 'GZIP;q=0.5, br;q=0', encoding: 'gzip', decompress: gunzipSync },
    { accepts: 'deflate', encoding: undefined, decompress: (bytes: Buffer) => bytes },
  ])(
    'go out to "$accepts" as $encoding, under their own media type',
    async ({ accepts, encoding, decompress }) => {
      const response = await request('/graphiql/app-AAAA1111.js', { 'accept-encoding': accepts });
      expect(response.headers['content-encoding']).toBe(encoding);
      expect(response.headers['content-type']).toMatch(mediaTypes.js!);
      expect(response.headers.vary).toBe('accept-encoding');
      expect(decompress(response.bytes).toString()).toBe(assets['app-AAAA1111.js']);
    },
  );

  test('that are compressed by nature go out as they are', async () => {
    const response = await request('/graphiql/font-EEEE5555.woff2', { 'accept-encoding': 'gzip, br' });
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(response.text).toBe('font');
  });

  test('are those of the asset directory alone', async () => {
    for (const path of [
      '/graphiql/',
      '/graphiql/none.js',
      '/graphiql/../assets.json',
      '/graphiql/%2e%2e/assets.json',
    ]) {
      expect((await request(path)).status).toBe(404);
    }
  });
});

test('F59 the licences of what was bundled lie beside it, each with its text', async () => {
  const folder = join(import.meta.dirname, '../../../dist/graphiql');
  const built = JSON.parse(await readFile(join(folder, 'assets.json'), 'utf8')) as { notices: string };
  const text = await readFile(join(folder, 'assets', built.notices), 'utf8');
  const heads = [...text.matchAll(/^=+\n(\S+) [\d.]+\S*, .*\n=+\n\n(.*)/gm)];
  expect(heads.length).toBeGreaterThan(50);
  const names = heads.map(([, name]) => name);
  for (const name of ['graphiql', 'graphql', 'monaco-editor', 'react-dom', '@graphiql/react'])
    expect(names).toContain(name);
  expect(text).toContain('without restriction, including without limitation the rights');
});

describe('F59 the example operations', () => {
  test('are the tabs, each of them and nothing else that lies below', async () => {
    const built = JSON.parse(
      await readFile(join(import.meta.dirname, '../../../dist/graphiql/assets.json'), 'utf8'),
    ) as { examples: { query: string }[] };
    const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.graphql')).toSorted();
    const texts = await Promise.all(files.map(async (file) => readFile(join(EXAMPLES, file), 'utf8')));
    expect(built.examples.map(({ query }) => query)).toEqual(texts.map((text) => text.trimEnd()));
  });

  test('begin with a comment that says the cost, and hold one operation under a name of its own', async () => {
    const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.graphql'));
    const names: (string | undefined)[] = [];
    for (const file of files) {
      const text = await readFile(join(EXAMPLES, file), 'utf8');
      expect(text).toMatch(/^# [^{]*upstream call/);
      const operations = parse(text).definitions.filter(
        (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
      );
      expect(operations).toHaveLength(1);
      names.push(operations[0]?.name?.value);
    }
    expect(names).toEqual([...new Set(names)]);
    for (const name of names) expect(name).toMatch(/^([A-Z][a-z]*)+$/);
  });

  test('have variables for exactly the variables they declare', async () => {
    for (const file of (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json'))) {
      const operation = parse(await readFile(join(EXAMPLES, file.replace('.json', '.graphql')), 'utf8'))
        .definitions[0] as OperationDefinitionNode;
      const declared = operation.variableDefinitions?.map((definition) => definition.variable.name.value);
      expect(Object.keys(JSON.parse(await readFile(join(EXAMPLES, file), 'utf8')))).toEqual(declared);
    }
  });
});
