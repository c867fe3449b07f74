import type { Storage } from '@graphiql/toolkit';

const PREFIX = 'billing-graphql:';

/** What GraphiQL saves about the open tabs; everything else (theme, pane sizes, history) outlives the examples. */
const TAB_KEYS = ['tabState', 'query', 'variables', 'headers', 'operationName'];

const NO_STORAGE: Storage = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
  clear: () => undefined,
  length: 0,
};

/**
 * The part of localStorage under our own prefix: another GraphiQL on the same origin (behind one proxy,
 * say) would otherwise show its tabs here. Where the browser refuses storage, nothing is kept.
 */
export function createStorage(
  examplesVersion: string,
  defaultHeaders: string,
  store = openLocalStorage(),
): Storage {
  if (!store) return NO_STORAGE;

  const toKey = (name: string) => {
    const bare = name.replace(/^graphiql:/, '');
    return TAB_KEYS.includes(bare) ? `${PREFIX}tabs-${examplesVersion}:${bare}` : `${PREFIX}${bare}`;
  };
  const listKeys = () => Object.keys(store).filter((key) => key.startsWith(PREFIX));

  for (const key of listKeys()) {
    if (key.startsWith(`${PREFIX}tabs-`) && !key.startsWith(`${PREFIX}tabs-${examplesVersion}:`)) {
      store.removeItem(key);
    }
  }

  return {
    getItem: (name) => replaceHeaders(name, store.getItem(toKey(name)), defaultHeaders),
    setItem: (name, value) => store.setItem(toKey(name), replaceHeaders(name, value, undefined) ?? value),
    removeItem: (name) => store.removeItem(toKey(name)),
    clear: () => listKeys().forEach((key) => store.removeItem(key)),
    get length() {
      return listKeys().length;
    },
  };
}

/**
 * History keeps the headers of each run, whatever `shouldPersistHeaders` says, and so would write tokens to disk. They
 * are left out when it is saved. When it is read, the page's own headers stand in, because choosing an entry without
 * any empties the Headers tab.
 */
function replaceHeaders(name: string, text: string | null, headers: string | undefined): string | null {
  if (text === null || !/(^|:)(queries|favorites)$/.test(name)) return text;
  const lists = JSON.parse(text) as Record<string, object[]>;
  const replaced = Object.entries(lists).map(([list, items]) => [
    list,
    items.map((item) => ({ ...item, headers })),
  ]);
  return JSON.stringify(Object.fromEntries(replaced));
}

function openLocalStorage(): globalThis.Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // site data is blocked: reading the property itself throws
  }
}
