/** Writes docs/sluice.config.schema.json, which editors use for sluice.config.yaml. */
import { writeFileSync } from 'node:fs'
import { publishedConfigurationSchema } from '../src/api/configuration-published.ts'

writeFileSync(new URL('../docs/sluice.config.schema.json', import.meta.url), publishedConfigurationSchema())
