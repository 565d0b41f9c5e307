import { mkdir, writeFile } from 'node:fs/promises'
import type { CheckResult } from './sdk-checks.ts'

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\t\n\x20-\uFFFD]/g, '')

/** Writes `test-results/{suite}.xml`, as the other suites do. */
export const writeJunit = async (suite: string, results: readonly CheckResult[]): Promise<void> => {
  const failures = results.filter(({ failure }) => failure !== undefined).length
  const cases = results.map(({ name, failure }) => {
    const body = failure === undefined ? '' : `<failure message="${escaped(failure)}"/>`
    return `  <testcase classname="${escaped(suite)}" name="${escaped(name)}">${body}</testcase>\n`
  })
  const head = `<testsuite name="${escaped(suite)}" tests="${results.length}" failures="${failures}" errors="0" skipped="0">`
  await mkdir('test-results', { recursive: true })
  await writeFile(`test-results/${suite}.xml`, `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${cases.join('')}</testsuite>\n`)
}
