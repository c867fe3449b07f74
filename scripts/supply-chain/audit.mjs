/** What `npm audit --json` printed, as a line to show and the problems that stop a build. */

/** A registry that does not offer the audit, or cannot be reached, has found nothing out: that is not "0 vulnerabilities". */
export function readAudit(text) {
  const report = parse(text);
  const counts = report?.metadata?.vulnerabilities;
  if (!Number.isInteger(counts?.total) || report.error) {
    return { line: 'npm audit: not available from this registry', problems: [] };
  }
  const grave = Object.values(report.vulnerabilities ?? {}).filter(
    ({ severity }) => severity === 'high' || severity === 'critical',
  );
  return {
    line: `npm audit: ${counts.total} vulnerabilities in production`,
    problems: grave.map(({ name, severity, range }) => `${name} ${range} has a ${severity} vulnerability.`),
  };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
