// The results of `node --test`, a line a test, and at the end one line that a runner can read: `N passed, N failed`.

import { inspect } from 'node:util';

/** What went wrong, without the stack where the message says it all. */
function reason(error) {
  const cause = error?.cause ?? error;
  return String(cause?.message ?? inspect(cause)).split('\n').map((line) => `    ${line}\n`).join('');
}

export default async function* report(events) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isGroup = data.details?.type === 'suite';
    // A group fails by its tests; on its own account only where its preparation did.
    if (isGroup && (type === 'test:pass' || data.details.error?.failureType === 'subtestsFailed')) continue;
    const outcome = type === 'test:fail' ? 'failed' : data.skip !== undefined ? 'skipped' : 'passed';
    counts[outcome] += 1;
    const word = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' }[outcome];
    yield `browser test ${data.name} ... ${word} (${Math.round(data.details.duration_ms)} ms)\n`;
    if (outcome === 'failed') yield reason(data.details.error);
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  yield `browser tests: ${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
}
