/**
 * What the page tells the app: the server writes it, as JSON, into the page's `#configuration` element. Addresses in it are
 * relative to the page, which may lie below a proxy's prefix.
 */
export interface Configuration {
  graphqlPath: string;
  /** The first content of the Headers tab. Shown, sent with each run, never stored. */
  headers: Record<string, string>;
  examples: Example[];
  /** Changes with the examples: saved tabs of another version are dropped, or new examples would never be seen. */
  examplesVersion: string;
  /** Where the licences of the packages are told that the page is made of. */
  noticesUrl: string;
  /** Addresses of the editor's web workers, on this origin. */
  workers: { editor: string; json: string; graphql: string };
}

export interface Example {
  query: string;
  /** JSON text; left out where the operation has no variables. */
  variables?: string;
}

export function readConfiguration(): Configuration {
  const element = document.getElementById('configuration');
  if (!element?.textContent) throw new Error('The page has no #configuration element.');
  return JSON.parse(element.textContent) as Configuration;
}
