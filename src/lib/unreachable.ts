/** Marks the branch that no value of a union reaches: a new member becomes a compile error here. */
export const unreachable = (value: never): never => {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`)
}
