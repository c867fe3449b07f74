/** A process's metrics as data, as the library writes them. */
export type Figures = readonly object[];

/** What a worker tells the process that started it. */
export type FromWorker =
  | { readonly is: 'listening'; readonly url: string }
  /** It cannot start, and ends. */
  | { readonly is: 'failed'; readonly why: string }
  /** It ends for a fault of its own, once it has answered what runs; another may take its place by now. */
  | { readonly is: 'crashed' }
  /** Its figures now; `question` is undefined where they are its last. */
  | { readonly is: 'figures'; readonly question?: number; readonly figures: Figures }
  /** It was asked for the metrics, which are those of all. */
  | { readonly is: 'asking for metrics'; readonly question: number };

/** What a worker is told. */
export type ToWorker =
  /** All end: what runs is finished, what comes is refused. */
  | { readonly is: 'stop' }
  /** Another is there in its place: what runs and what still comes on its connections is answered. */
  | { readonly is: 'make way' }
  | { readonly is: 'asking for figures'; readonly question: number }
  | { readonly is: 'metrics'; readonly question: number; readonly text: string };
