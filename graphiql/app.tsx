import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './style.css';
import { readConfiguration } from './configuration.js';
import { createFetcher } from './fetcher.js';
import { createStorage } from './storage.js';

const configuration = readConfiguration();

// Same-origin files, because the page's policy allows no blob: workers.
globalThis.MonacoEnvironment = {
  getWorker: (_moduleId: string, label: string) => {
    const { editor, json, graphql } = configuration.workers;
    return new Worker(label === 'json' ? json : label === 'graphql' ? graphql : editor);
  },
};

// Made once: GraphiQL resets its plugins and its fetcher whenever these change identity.
const fetcher = createFetcher(configuration.graphqlPath);
const plugins = [HISTORY_PLUGIN, explorerPlugin()]; // a list of our own drops History unless it is named again
const headers = JSON.stringify(configuration.headers, null, 2);
const storage = createStorage(configuration.examplesVersion, headers);
const examples = configuration.examples.map((example) => ({ ...example, headers }));

const root = document.getElementById('graphiql');
if (!root) throw new Error('The page has no #graphiql element.');

createRoot(root).render(
  <GraphiQL
    fetcher={fetcher}
    storage={storage}
    plugins={plugins}
    defaultTabs={examples}
    defaultHeaders={headers}
    shouldPersistHeaders={false}
    schemaDescription
    inputValueDeprecation
  >
    <GraphiQL.Logo>billing-graphql</GraphiQL.Logo>
  </GraphiQL>,
);
