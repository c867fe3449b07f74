import { Money } from '../format/money';
import type { InvoiceQuery } from '../generated/graphql';

type Lines = NonNullable<InvoiceQuery['invoice']>['lines'];

interface Props {
  readonly lines: Lines;
  /** Asks for the lines behind a cursor. */
  readonly onMore: (after: string) => void;
}

/** The lines as the provider sent them, in its order. */
export function InvoiceLines({ lines, onMore }: Props) {
  if (!lines) return <p className="note">The provider states no lines for this invoice.</p>;
  const { edges, pageInfo, complete } = lines;
  const after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  return (
    <section aria-labelledby="lines-title">
      <h3 id="lines-title">Lines</h3>
      {edges.length === 0 && <p className="quiet">There are none.</p>}
      <ul className="lines">
        {edges.map(({ cursor, node }) => (
          <li key={cursor}>
            <span>
              {node
                ? (node.description ?? node.productName ?? 'Not described')
                : 'A line that cannot be read exactly'}
              {node?.proration && <span className="mark">part of a period</span>}
              {node?.quantity && (
                <span className="quiet">
                  {node.quantity}
                  {node.unitAmount && (
                    <>
                      {' × '}
                      <Money of={node.unitAmount} />
                    </>
                  )}
                </span>
              )}
            </span>
            <Money of={node?.amount} />
          </li>
        ))}
      </ul>
      {complete === false && !after && (
        <p className="quiet">These lines are not all that is billed: the provider has more beside them.</p>
      )}
      {after && (
        <button type="button" onClick={() => onMore(after)}>
          Show more lines
        </button>
      )}
    </section>
  );
}
