declare module '*.css';

/** Read by the Monaco editor; its own declaration lies behind an import that would load the editor at once. */
declare var MonacoEnvironment: { getWorker(moduleId: string, label: string): Worker } | undefined;
