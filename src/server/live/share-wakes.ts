import { hash } from 'node:crypto';
import type { LiveInvoices } from '../../events/live-invoices.js';
import type { SharedWakes } from '../../transport/stores/shared-wakes.js';
import type { Wake } from '../http/webhook-route.js';

/** Has an account looked at here, and by the replicas that there are. */
export function shareWakes(live: LiveInvoices, wakes: SharedWakes | undefined): (wake: Wake) => void {
  const look = (subject: string): void =>
    live.wake(({ account: { provider, accountId } }) => subjectOf({ provider, accountId }) === subject);
  wakes?.follow(look);
  return (wake) => {
    const subject = subjectOf(wake);
    look(subject);
    void wakes?.tell(subject);
  };
}

/** Who does not know the account learns nothing from it. */
function subjectOf({
  provider,
  accountId,
}: {
  readonly provider: string;
  readonly accountId: string | null;
}): string {
  return hash('sha256', JSON.stringify([provider, accountId]), 'base64url');
}
