import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('docs/compatibility.md names every file that assumes something about AWS, and no other', () => {
  const assuming = globSync('src/**/*.ts').filter((path) => readFileSync(path, 'utf8').includes('@remarks Assumed: '))
  const [, table = ''] = readFileSync('docs/compatibility.md', 'utf8').split('## Assumed')
  const named = [...table.matchAll(/\(\.\.\/(src\/[^)]+)\)/g)].map(([, path]) => path)

  expect(assuming.length).toBeGreaterThan(0)
  expect(new Set(named)).toEqual(new Set(assuming))
})
