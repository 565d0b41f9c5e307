import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const text = readFileSync('docs/security.md', 'utf8')
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'))

it('docs/security.md names tests that there are', () => {
  const named = [...text.matchAll(/`((?:src|test)\/[^`]+)`/g)].map(([, path = '']) => path)

  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((path) => !(existsSync(path) && isTest(path)))).toEqual([])
})

it('docs/security.md names scripts that there are', () => {
  const named = [...text.matchAll(/`npm run ([a-z:]+)/g)].map(([, name = '']) => name)

  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

const isTest = (path: string): boolean => /\.test\.ts$|\/test_\w+\.py$/.test(path) || globSync(`${path}/**/*.test.ts`).length > 0
