import { Money } from '../format/money';
import type { Cost } from './bars';

/** The costs of one invoice, as the provider states them. */
export function UsageTable({ costs }: { readonly costs: readonly Cost[] }) {
  return (
    <div className="table" tabIndex={0} role="region" aria-label="Costs of the invoice">
      <table>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">Resource</th>
            <th scope="col">Team</th>
            <th scope="col">Project</th>
            <th scope="col" className="figure">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {costs.map((cost, index) => (
            <tr key={index}>
              <td>{cost.product}</td>
              <td>{cost.resource}</td>
              <td>{cost.teamId ?? 'all'}</td>
              <td>{cost.projectId ?? 'all'}</td>
              <td className="figure">
                <Money of={cost.amount} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
