import type Type from 'typebox'
import { map, text } from './shape.ts'

const characters = '[a-zA-Z0-9\\s._:/=+@-]*'

export const Tags = map(text({ minLength: 1, maxLength: 128, pattern: characters }), text({ maxLength: 256, pattern: characters }))
export type Tags = Type.Static<typeof Tags>
