import Type from 'typebox'

/**
 * `allowed`: what a value may be, where the other keywords do not say it to people. `secret`: messages do not show the value.
 * `words`: what stands for a whole section.
 */
interface Annotations {
  readonly description: string
  readonly default?: unknown
  readonly allowed?: string
  readonly secret?: boolean
  readonly words?: Readonly<Record<string, unknown>>
}

/** A mapping with these settings and no others. */
export const section = <Properties extends Type.TProperties>(properties: Properties, annotations: Annotations) =>
  Type.Object(properties, { additionalProperties: false, ...annotations })

export const seconds = (defaultSeconds: number, description: string) =>
  Type.Number({
    default: defaultSeconds,
    exclusiveMinimum: 0,
    maximum: 31_536_000,
    description,
    allowed: 'a number of seconds above 0, at most a year',
  })

export const count = (defaultCount: number, maximum: number, description: string) =>
  Type.Integer({ default: defaultCount, minimum: 1, maximum, description })
