import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './style.css';
import { readConfiguration } from './configuration.js';
import { EditorOptions } from './editor-options.js';
import { createFetcher, isEmptyToken } from './fetcher.js';
import { forgetLink, LinkButton, readLink } from './link.js';
import { ResultFooter } from './result-footer.js';
import { Runs } from './runs.js';
import { SampleMenu } from './sample-menu.js';
import { firstTabs, groupSamples, toSamples } from './samples.js';
import { createStorage } from './storage.js';
import { OpenTabInView } from './open-tab.js';

const configuration = readConfiguration();

/** Here panes stand above one another; style.css says the same. */
const NARROW = '(max-width: 700px)';

// Same-origin files, because the page's policy allows no blob: workers.
globalThis.MonacoEnvironment = {
  getWorker: (_moduleId: string, label: string) => {
    const { editor, json, graphql } = configuration.workers;
    return new Worker(label === 'json' ? json : label === 'graphql' ? graphql : editor);
  },
};

// Made once: GraphiQL resets its plugins and its fetcher whenever these change identity.
const runs = new Runs();
const fetcher = createFetcher(configuration.graphqlPath, (run) => runs.note(run));
const plugins = [HISTORY_PLUGIN, explorerPlugin()]; // a list of our own drops History unless it is named again
const headers = JSON.stringify(configuration.headers, null, 2);
const storage = createStorage(configuration.examplesVersion, headers);
const samples = toSamples(configuration.examples);
const groups = groupSamples(samples);
const linked = readLink();
const tabs = [...(linked ? [linked] : []), ...firstTabs(samples)].map((example) => ({ ...example, headers }));
forgetLink();
const needsToken = Object.values(configuration.headers).some(isEmptyToken);
// A narrow screen has no room for either beside the operation and its result; a button shows them.
const tools = matchMedia(NARROW).matches ? false : needsToken ? 'headers' : 'variables';

const root = document.getElementById('graphiql');
if (!root) throw new Error('The page has no #graphiql element.');

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    storage={storage}
    plugins={plugins}
    defaultTabs={tabs}
    defaultHeaders={headers}
    {...(linked && { initialQuery: linked.query, initialVariables: linked.variables ?? '' })}
    defaultEditorToolsVisibility={tools}
    shouldPersistHeaders={false}
    schemaDescription
    inputValueDeprecation
  >
    <GraphiQL.Logo>
      <SampleMenu groups={groups} noticesUrl={configuration.noticesUrl} />
      <h1 className="product">billing-graphql</h1>
    </GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <LinkButton />
        </>
      )}
    </GraphiQL.Toolbar>
    <GraphiQL.Footer>
      <ResultFooter runs={runs} needsToken={needsToken} />
    </GraphiQL.Footer>
    <EditorOptions />
    <OpenTabInView />
  </GraphiQL>,
);
