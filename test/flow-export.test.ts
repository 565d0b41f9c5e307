import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { browserCheck, browserCheckPrints } from '../scripts/browser-check.ts'

const evaluate = (code: string) => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code])

it('sluice/flow works where there is nothing of Node.js', async () => {
  const { stdout } = await evaluate(browserCheck(new URL('../src/flow/index.ts', import.meta.url).href))

  expect(stdout.trim()).toBe(browserCheckPrints)
})

it('would fail if a module of Node.js were imported, or a global of it used', async () => {
  const importing = evaluate(browserCheck('data:text/javascript,import "node:fs"'))
  const using = evaluate(browserCheck('data:text/javascript,process.cwd()'))

  await expect(importing).rejects.toThrow(/imports node:fs/)
  await expect(using).rejects.toThrow(/process is not defined/)
})
