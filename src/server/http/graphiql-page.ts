import * as z from 'zod';
import { askForIds } from './ask-for-ids.js';

const assetName = z.string().regex(/^[\w-]+(\.[\w-]+)+$/);

/** What scripts/build-graphiql.mjs says of the files it wrote: the parts the page needs. */
export const graphiqlManifest = z.object({
  script: assetName,
  style: assetName,
  preload: z.array(assetName),
  icon: assetName,
  notices: assetName,
  workers: z.object({ editor: assetName, json: assetName, graphql: assetName }),
  examples: z.array(z.object({ query: z.string(), variables: z.string().optional() })),
  examplesVersion: z.string(),
  /** Every asset, with the encodings it also lies there in. */
  files: z.record(assetName, z.array(z.enum(['br', 'gzip']))),
});
export type GraphiqlManifest = z.infer<typeof graphiqlManifest>;

export interface GraphiqlPageOptions {
  /** Where the page sends operations, on its own origin, by POST. */
  readonly graphqlPath: string;
  /** First content of the Headers tab. Whoever may open the page can read them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether all providers are live: they know nothing of the ids that the sandbox has. */
  readonly asksForIds: boolean;
  /** What addresses begin with: the page's own folder, or a path that ends with a slash. */
  readonly base: string;
}

/** Below the page's own folder. */
export const assetsFolder = 'graphiql/';

/** The page as HTML. It names nothing by an absolute address but where `base` is one, so it works below any prefix. */
export function createPage(
  manifest: GraphiqlManifest,
  { graphqlPath, headers, asksForIds, base }: GraphiqlPageOptions,
): string {
  const toUrl = (name: string) => `${base}${assetsFolder}${name}`;
  const configuration = {
    graphqlPath: `${base}${graphqlPath.slice(1)}`,
    headers,
    examples: asksForIds ? manifest.examples.map(askForIds) : manifest.examples,
    // Saved tabs of the one kind are not shown as the other's.
    examplesVersion: `${manifest.examplesVersion}${asksForIds ? '-live' : ''}`,
    noticesUrl: toUrl(manifest.notices),
    workers: {
      editor: toUrl(manifest.workers.editor),
      json: toUrl(manifest.workers.json),
      graphql: toUrl(manifest.workers.graphql),
    },
  };
  const preloads = manifest.preload.map((name) => `    <link rel="modulepreload" href="${toUrl(name)}">`);

  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>billing-graphql</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" type="image/svg+xml" href="${toUrl(manifest.icon)}">
    <link rel="license" href="${toUrl(manifest.notices)}">
    <link rel="stylesheet" href="${toUrl(manifest.style)}">
${preloads.join('\n')}
    <script type="module" src="${toUrl(manifest.script)}"></script>
  </head>
  <body>
    <main id="graphiql"><p class="message" role="status">Loading GraphiQL…</p></main>
    <noscript><p class="message">GraphiQL needs JavaScript. The API answers POST requests without it.</p></noscript>
    <script id="configuration" type="application/json">${toScriptText(configuration)}</script>
  </body>
</html>
`;
}

/**
 * JSON that cannot leave its script element: with no `<` in it there is no `</script>` and no `<!--`, after which a
 * browser reads on past the end tag. Inside JSON strings the escape means the same character.
 */
function toScriptText(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
