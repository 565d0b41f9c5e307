/** Adds up the suites' JUnit reports and closes with one line: `N passed, N failed, N skipped`. */
import { readFileSync } from 'node:fs'

const reports = process.argv.slice(2)
if (reports.length === 0) throw new Error('Name at least one JUnit report.')

const attribute = (tag: string, name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(tag)?.[1] ?? 0)
const total = { passed: 0, failed: 0, skipped: 0 }
for (const report of reports) {
  const suites = readFileSync(report, 'utf8').match(/<testsuite\s[^>]*>/g) ?? []
  if (suites.length === 0) throw new Error(`${report} has no test suite.`)
  for (const suite of suites) {
    const failed = attribute(suite, 'failures') + attribute(suite, 'errors')
    const skipped = attribute(suite, 'skipped')
    total.failed += failed
    total.skipped += skipped
    total.passed += attribute(suite, 'tests') - failed - skipped
  }
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
if (total.failed > 0 || total.passed === 0) process.exitCode = 1
