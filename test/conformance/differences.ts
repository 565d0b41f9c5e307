/**
 * Where two outlines differ, one sentence each, which begins with the path.
 * @param ours - plain data, as `theirs`; what is `undefined` is absent.
 */
export const differences = (ours: unknown, theirs: unknown, path: readonly string[] = []): readonly string[] => {
  if (!isRecord(ours) || !isRecord(theirs))
    return Object.is(ours, theirs) ? [] : [`${path.join('.')}: ${said(ours)} here, ${said(theirs)} there`]
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  return [...names].flatMap((name) => differences(ours[name], theirs[name], [...path, name]))
}

const said = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  return isRecord(value) ? 'something' : JSON.stringify(value)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
