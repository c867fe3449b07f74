import type { Live } from './use-live';

interface Props {
  readonly live: Live;
  readonly onRead: () => void;
}

/** Whether changes are being watched, and how many the list does not show yet. */
export function LiveBar({ live: { isOpen, unseen }, onRead }: Props) {
  return (
    <div className="live">
      <span role="status">
        {unseen > 0 && (
          <button type="button" className="primary" onClick={onRead}>
            {unseen === 1 ? 'Show 1 new' : `Show ${unseen} new`}
          </button>
        )}
      </span>
      <span
        className="live-mark"
        data-open={isOpen}
        title="Changes of the newest 100 invoices of each account are shown as they are seen"
      >
        {isOpen ? 'Live' : 'Not live'}
      </span>
    </div>
  );
}
