declare module '*.css';

interface ImportMeta {
  /** What Vite puts in place of these names when it builds. */
  readonly env: {
    /** Whether the API is on its sandbox, so that the sandbox's own tokens stand ready. */
    readonly VITE_SANDBOX?: string;
  };
}
