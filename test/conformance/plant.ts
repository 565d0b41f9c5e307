/**
 * A copy of plain data with one value in it changed, or absent where it is `undefined`.
 * @param at - names with dots between them.
 * @throws Error - nothing is there: a plant that changes nothing would prove nothing.
 */
export const planted = <Data>(data: Data, at: string, value: unknown): Data => {
  // Not by structuredClone, which keeps one what two members share.
  const copy = JSON.parse(JSON.stringify(data)) as Data
  const names = at.split('.')
  const last = names.pop() ?? ''
  const around = names.reduce<unknown>((inner, name) => (inner as Readonly<Record<string, unknown>>)[name], copy)
  if (typeof around !== 'object' || around === null) throw new Error(`Nothing is around ${at}.`)
  if (value !== undefined) Object.assign(around, { [last]: value })
  else if (Object.hasOwn(around, last)) Reflect.deleteProperty(around, last)
  else throw new Error(`Nothing is at ${at}.`)
  return copy
}
