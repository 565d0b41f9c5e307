import type Type from 'typebox'
import type { configurationSchema } from '../configuration-schema.ts'

/** A flow as the configuration declares it. */
export type Declaration = Type.Static<typeof configurationSchema>['flows'][number]
