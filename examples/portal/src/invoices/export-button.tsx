import { useState } from 'react';
import type { Credentials } from '../client/credentials';
import { explainBody, explainError, explainFailure } from '../client/explain-error';
import type { InvoiceFilter } from '../generated/graphql';
import { ExportRefused, exportInvoices, type ExportedFile, type ExportFormat } from './export-file';

interface Props {
  readonly accountIds: readonly string[];
  readonly filter: InvoiceFilter | null;
  readonly credentials: Credentials;
}

/** Saves the whole list that is shown, also what was not scrolled to. */
export function ExportButton({ accountIds, filter, credentials }: Props) {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [told, setTold] = useState('');
  const [running, setRunning] = useState<AbortController>();

  const start = async (): Promise<void> => {
    const leaving = new AbortController();
    setRunning(leaving);
    setTold('Exporting …');
    const onProgress = (bytes: number): void => setTold(`Exporting … ${formatKilobytes(bytes)}`);
    const order = { accountIds, filter, format, credentials, signal: leaving.signal, onProgress };
    try {
      const exported = await exportInvoices(order);
      save(exported.file, `invoices.${format}`);
      setTold(tell(exported));
    } catch (failure) {
      setTold(leaving.signal.aborted ? 'Nothing was saved.' : explain(failure));
    } finally {
      setRunning(undefined);
    }
  };

  return (
    <div className="export">
      <span className="quiet" role="status">
        {told}
      </span>
      <select
        aria-label="Format of the file"
        value={format}
        onChange={(event) => setFormat(event.target.value as ExportFormat)}
      >
        <option value="csv">CSV</option>
        <option value="jsonl">JSON Lines</option>
      </select>
      {running ? (
        <button type="button" onClick={() => running.abort()}>
          Stop
        </button>
      ) : (
        <button type="button" onClick={() => void start()}>
          Export
        </button>
      )}
    </div>
  );
}

function tell({ end }: ExportedFile): string {
  if (!end) return 'Saved, but the file was broken off: its last row is missing.';
  if (end.failure) return `Saved ${end.rows} invoices, but not all: ${explainFailure(end.failure).text}`;
  const rows = end.rows === 1 ? '1 invoice' : `${end.rows} invoices`;
  return end.complete
    ? `Saved ${rows}: all that there are.`
    : `Saved ${rows}, and some that could not be read.`;
}

function explain(error: unknown): string {
  return error instanceof ExportRefused ? explainBody(error.body).text : explainError(error).text;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function formatKilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
