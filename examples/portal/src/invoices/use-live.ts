import { useSubscription } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { InvoiceChangesDocument, type InvoiceChangeCause } from '../generated/graphql';

/** What has been seen since the list was read. */
export interface Live {
  /** Whether the stream is open. */
  readonly isOpen: boolean;
  /** By global id of the invoice. Its row in the cache is new already: the event brought it. */
  readonly changes: ReadonlyMap<string, InvoiceChangeCause>;
  /** How many changes the list does not show before it is read anew: invoices that are new, or a gap in the stream. */
  readonly unseen: number;
  /** Call it when the list is read anew. */
  readonly forget: () => void;
}

const RECONNECT_MS = 15_000;
const NOTHING: ReadonlyMap<string, InvoiceChangeCause> = new Map();

/** Watches the accounts as long as the component is there. A stream that ends is opened again. */
export function useLive(accountIds: string[]): Live {
  const [changes, setChanges] = useState(NOTHING);
  const [unseen, setUnseen] = useState(0);
  const [isOver, setOver] = useState(false);

  const { restart } = useSubscription(InvoiceChangesDocument, {
    variables: { accountIds },
    // An event with an error is still one: it is counted, and the list tells what is wrong when it is read.
    errorPolicy: 'ignore',
    // Events are told to the callbacks below; the rows come from the cache.
    ignoreResults: true,
    onData: ({ data: { data } }) => {
      const event = data?.invoiceChanged;
      if (!event) return; // an account that cannot be read just now
      const { cause, invoice } = event;
      if (invoice) setChanges((before) => new Map(before).set(invoice.id, cause));
      if (!invoice || cause === 'CREATED') setUnseen((before) => before + 1);
    },
    // Also after a fault of the connection, or a refusal.
    onComplete: () => setOver(true),
  });

  useEffect(() => {
    if (!isOver) return undefined;
    const timer = setTimeout(() => {
      setOver(false);
      restart();
      setUnseen((before) => Math.max(before, 1)); // what happened meanwhile was not told
    }, RECONNECT_MS);
    return () => clearTimeout(timer);
  }, [isOver, restart]);

  const forget = useCallback(() => {
    setUnseen(0);
  }, []);
  return { isOpen: !isOver, changes, unseen, forget };
}
