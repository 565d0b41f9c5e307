import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { browserCheck, browserCheckPrints } from '../scripts/browser-check.ts'

const evaluate = (code: string) => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code])

it('sluice/flow works where there is nothing of Node.js', async () => {
  const { stdout } = await evaluate(browserCheck(new URL('../src/flow/index.ts', import.meta.url).href))

  expect(stdout.trim()).toBe(browserCheckPrints)
})

it.each([
  ['import "node:fs"', /imports node:fs/],
  ['process.cwd()', /process is not defined/],
])('would fail if there were %s in it', async (code, message) => {
  await expect(evaluate(browserCheck(`data:text/javascript,${code}`))).rejects.toThrow(message)
})
