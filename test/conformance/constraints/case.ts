/** A value beside a bound. */
export interface Case {
  /** Where in the request; a list's member by its index. */
  readonly at: readonly (string | number)[]
  /** The keyword of the bound. */
  readonly bound: Bound
  readonly value: unknown
  /** What the value breaks, in the words of the answer; absent: it is just inside. */
  readonly broken?: string
}

export const bounds = [
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'enum',
  'required',
  'union',
  'propertyNames',
  'type',
  'depth',
] as const
export type Bound = (typeof bounds)[number]

/** A case of a member, as a case of the value around it. */
export const within = (member: string | number, inner: Case, around: (value: unknown) => unknown): Case => ({
  ...inner,
  at: [member, ...inner.at],
  value: around(inner.value),
})
