import { explainFailure } from '../client/explain-error';
import { Money } from '../format/money';
import type { LinePartsFragment, PreviewsQuery } from '../generated/graphql';

type Payload = PreviewsQuery['invoicePreviews'][number];
type Changes = NonNullable<NonNullable<Payload['preview']>['changes']>;

/** What one candidate would cost, or why nobody can say. */
export function CandidateCard({
  payload: { clientMutationId, preview, userErrors },
}: {
  readonly payload: Payload;
}) {
  return (
    <li className="card">
      <h3>{clientMutationId}</h3>
      {preview && (
        <>
          <p className="card-total">
            <Money of={preview.total} />
          </p>
          {preview.changes ? (
            <Difference changes={preview.changes} />
          ) : (
            <p className="quiet">There is no invoice to compare it with.</p>
          )}
        </>
      )}
      {userErrors.map((refusal) => (
        <p key={refusal.path.join('.')} className="refusal">
          {'retryAfterMs' in refusal && refusal.retryAfterMs !== null
            ? `${refusal.message} It can be asked again in ${Math.ceil(refusal.retryAfterMs / 1000)} s.`
            : explainFailure({ message: refusal.message }).text}
        </p>
      ))}
    </li>
  );
}

function Difference({
  changes: { totalDifference, added, removed, changed },
}: {
  readonly changes: Changes;
}) {
  const isSame = added.length + removed.length + changed.length === 0;
  return (
    <>
      <p>
        <strong>
          <Money of={totalDifference} signed />
        </strong>{' '}
        <span className="quiet">against the next invoice without the change</span>
      </p>
      {isSame && <p className="quiet">No line is different.</p>}
      <ul className="lines">
        {changed.map(({ before, after }, index) => (
          <Line key={`changed ${index}`} kind="changed" line={after} before={before} />
        ))}
        {added.map((line, index) => (
          <Line key={`added ${index}`} kind="added" line={line} />
        ))}
        {removed.map((line, index) => (
          <Line key={`removed ${index}`} kind="removed" line={line} />
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly line: LinePartsFragment;
  /** The line without the change. */
  readonly before?: LinePartsFragment;
}

function Line({ kind, line, before }: LineProps) {
  return (
    <li data-kind={kind}>
      <span>
        <span className="mark">{kind}</span> {nameChange(line, before)}
      </span>
      <span>
        {before && (
          <>
            <s>
              <Money of={before.amount} />
            </s>{' '}
          </>
        )}
        <Money of={line.amount} />
      </span>
    </li>
  );
}

function nameChange(line: LinePartsFragment, before: LinePartsFragment | undefined): string {
  const name = nameLine(line);
  return !before || nameLine(before) === name ? name : `${nameLine(before)} → ${name}`;
}

function nameLine({ description, productName }: LinePartsFragment): string {
  return description ?? productName ?? 'Not described';
}
