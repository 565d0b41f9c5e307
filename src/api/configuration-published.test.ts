import { readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { expect, it } from 'vitest'
import { publishedConfigurationSchema } from './configuration-published.ts'

it('is what docs/sluice.config.schema.json says: run scripts/write-configuration-schema.ts', () => {
  const file = new URL('../../docs/sluice.config.schema.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(publishedConfigurationSchema())
})

it.each([
  [{}, true],
  [{ limits: { visits: 5 }, models: { providers: { a: { type: 'openai-compatible', baseUrl: 'http://a/v1' } } } }, true],
  [{ models: { providers: { a: {} } } }, false],
  [{ throttling: 'aws' }, true],
  [{ throttling: { preset: 'aws', StopFlowExecution: { perSecond: 20, burst: 40 } } }, true],
  [{ throttling: 'azure' }, false],
  [{ prot: 1 }, false],
])('lets a configuration leave out what has a default: %j', (value, valid) => {
  expect(Value.Check(JSON.parse(publishedConfigurationSchema()), value)).toBe(valid)
})
