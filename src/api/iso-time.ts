/** Milliseconds since 1970 of a date, or date and time, of ISO 8601. `undefined`: none, as 31 February, which JavaScript reads as 3 March. */
export const isoTime = (text: string): number | undefined => {
  const at = Date.parse(text)
  const [day = ''] = text.split('T')
  return Number.isNaN(at) || !new Date(day).toISOString().startsWith(day) ? undefined : at
}
