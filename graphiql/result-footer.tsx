import { formatShortcutForOS, useGraphiQL, KEY_MAP } from '@graphiql/react';
import { useEffect, useSyncExternalStore } from 'react';
import { countCalls, toSummary, type MadeCall, type Run, type Runs } from './runs.js';

const RUN_KEY = formatShortcutForOS(KEY_MAP.runQuery.key, 'Cmd');

/** What stands under a result: what it took, and on demand each upstream call of it. Before the first run, how to begin. */
export function ResultFooter({ runs, needsToken }: { runs: Runs; needsToken: boolean }) {
  const tab = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]);
  const isFetching = useGraphiQL((state) => state.isFetching);
  const all = useSyncExternalStore(runs.listen, runs.read);
  const id = tab?.id ?? '';
  useEffect(() => {
    runs.openTab = id;
  }, [runs, id]);
  const run = all.get(id);
  if (run && run.response === tab?.response) return <RunReport run={run} />;
  return isFetching || tab?.response ? null : <Beginning needsToken={needsToken} />;
}

function Beginning({ needsToken }: { needsToken: boolean }) {
  return (
    <p className="beginning">
      {needsToken && 'Put a token into the Headers tab, after “Bearer”. '}
      Press <span className="play">▶</span> or {RUN_KEY}. The answer comes here, and below it what it cost.
    </p>
  );
}

function RunReport({ run }: { run: Run }) {
  return (
    <div className="run-report">
      {run.missedHeaders.map((name) => (
        <p key={name} className="empty-token">
          The token of <code>{name}</code> is empty, so it was not sent. Put yours after “Bearer” in the
          Headers tab.
        </p>
      ))}
      {run.cost ? (
        <details>
          <summary>{toSummary(run)}</summary>
          <Plan run={run} />
        </details>
      ) : (
        <p className="summary">{toSummary(run)}</p>
      )}
    </div>
  );
}

function Plan({ run: { cost } }: { run: Run }) {
  if (!cost) return null;
  const { predictedCalls, callsLimit, calls = [] } = cost;
  return (
    <>
      <p>
        At most {countCalls(predictedCalls)} expected; one operation may make {callsLimit}. The answer says so
        in <code>extensions.cost</code>.
      </p>
      <ol>
        {calls.map((call, index) => (
          <li key={index}>
            <CallLine call={call} />
          </li>
        ))}
      </ol>
    </>
  );
}

function CallLine({ call: { provider, route, rows, attempt, why, status, durationMs } }: { call: MadeCall }) {
  const facts = [
    ...(rows === undefined ? [] : [`up to ${rows} rows`]),
    ...(attempt === undefined ? [] : [`attempt ${attempt}`]),
    status === null ? 'no answer' : `status ${status}`,
    ...(durationMs === null ? [] : [`${durationMs} ms`]),
  ];
  return (
    <>
      {provider} <code>{route}</code> ({facts.join(', ')}){why && <span className="why">{why}</span>}
    </>
  );
}
