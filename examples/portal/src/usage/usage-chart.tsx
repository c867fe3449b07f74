import { useIsNarrow } from '../shell/use-is-narrow';
import { formatShortDay } from '../format/dates';
import { formatMoney } from '../format/money';
import { listResources, nameResource, type Bar } from './bars';

const HEIGHT = 260;
const HEAD = 24;
const FOOT = 24;
const GAP = 0.25;

interface Props {
  readonly bars: readonly Bar[];
  /** Id of the bar that the table below is of. */
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/**
 * A bar for each invoice, a piece of it for each cost. Heights are drawing, so that numbers will do; every figure in words
 * is as the API gave it.
 */
export function UsageChart({ bars, chosen, onChoose }: Props) {
  const width = useIsNarrow() ? 340 : 720;
  const resources = listResources(bars);
  const stacks = bars.map((bar) => toStack(bar, resources));
  const highest = Math.max(...stacks.map(({ height }) => height)) || 1;
  const y = (height: number): number => HEIGHT - (height / highest) * (HEIGHT - HEAD);
  const step = width / bars.length;
  return (
    <figure className="chart">
      <svg viewBox={`0 0 ${width} ${HEIGHT + FOOT}`} role="img" aria-label={describe(bars)}>
        {stacks.map(({ bar, pieces, height }, index) => (
          <g
            key={bar.id}
            className="bar"
            data-chosen={bar.id === chosen}
            transform={`translate(${index * step} 0)`}
            onClick={() => onChoose(bar.id)}
          >
            <rect className="bar-ground" width={step} height={HEIGHT + FOOT} rx="6" />
            {pieces.map(({ key, resource, from, to, label }) => (
              <rect
                key={key}
                data-colour={resources.indexOf(resource) % 8}
                x={(step * GAP) / 2}
                width={step * (1 - GAP)}
                y={y(to)}
                height={y(from) - y(to)}
              >
                <title>{label}</title>
              </rect>
            ))}
            {bar.total && (
              <text className="bar-total" x={step / 2} y={y(height) - 5} textAnchor="middle">
                {formatMoney(bar.total)}
              </text>
            )}
            {bar.period && (
              <text x={step / 2} y={HEIGHT + FOOT - 7} textAnchor="middle">
                {formatShortDay(bar.period.end)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <p className="quiet">Above each bar: the total of the invoice, with tax and discounts.</p>
        <ul className="legend">
          {resources.toReversed().map((resource) => (
            <li key={resource}>
              <span className="swatch" data-colour={resources.indexOf(resource) % 8} />
              {resource}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

interface Piece {
  readonly key: number;
  readonly resource: string;
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** Pieces one on the other; a credit has no height, and is in the table. */
function toStack(bar: Bar, resources: readonly string[]) {
  const costs = bar.costs.toSorted(
    (one, other) => resources.indexOf(nameResource(one)) - resources.indexOf(nameResource(other)),
  );
  let height = 0;
  const pieces = costs.map((cost, key): Piece => {
    const from = height;
    height += Math.max(0, Number(cost.amount.decimal));
    const resource = nameResource(cost);
    const label = [resource, cost.teamId, cost.projectId, formatMoney(cost.amount)]
      .filter(Boolean)
      .join(', ');
    return { key, resource, from, to: height, label };
  });
  return { bar, pieces: pieces.filter(({ from, to }) => to > from), height };
}

function describe(bars: readonly Bar[]): string {
  return `Costs of the last ${bars.length} invoices by resource. The table below has the figures of one of them.`;
}
